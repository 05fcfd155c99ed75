"""What several processes share through Redis: rate limits, and locks that spare work. Each does without when it is away."""
