"""For those who know Rasa: its own shell with its own action server, wired as the product wires them.

`rasa run actions` alone would start actions that have no knowledge base; this starts the server in this process, on the
loopback address, and then Rasa's shell as a child. Never used by the product.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from assistant.logs import configure_logs
from assistant.settings import Settings

ADDRESS, PORT = "127.0.0.1", 5055
ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Starts the action server and Rasa's shell; returns the shell's exit code."""
    configure_logs()
    from assistant.bootstrap import build_knowledge, wire_actions
    from assistant.conversations.stores import open_stores
    from assistant.engine.training import ensure_model

    settings = Settings.from_env()
    knowledge = build_knowledge(settings)
    with tempfile.TemporaryDirectory() as folder:
        stores = open_stores(settings.model_copy(update={"database_url": f"sqlite:///{folder}/shell.db"}))
        wire_actions(settings, knowledge, stores.checklists)
        model = ensure_model(settings.models_folder, lambda line: print(f"  {line}", file=sys.stderr))
        try:
            return asyncio.run(_shell(model))
        finally:
            stores.close()


async def _shell(model: Path) -> int:
    from aiohttp import web
    from rasa_sdk.executor import ActionExecutor

    executor = ActionExecutor()
    executor.register_package("actions")

    async def webhook(request: web.Request) -> web.Response:
        result: Any = await executor.run(await request.json())
        return web.json_response(result)

    app = web.Application(client_max_size=10 * 1024 * 1024)
    app.router.add_post("/webhook", webhook)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, ADDRESS, PORT).start()
    command = [sys.executable, "-W", "ignore", "-m", "rasa", "shell", "--model", str(model), "--endpoints",
               str(ROOT / "endpoints.yml"), "--interface", ADDRESS]  # fmt: skip
    try:
        return await asyncio.to_thread(subprocess.call, command, cwd=ROOT)
    finally:
        await runner.cleanup()


if __name__ == "__main__":
    sys.exit(main())
