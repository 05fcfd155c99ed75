"""`veileder doctor`: looks at an installation, says what is wrong and what to do, and changes nothing."""
