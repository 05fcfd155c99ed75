"""OpenTelemetry behind `spans`: only what `spans.allowed` lets through, and of an exception only its type.

Nothing of OpenTelemetry is imported unless VEILEDER_TRACING_ENDPOINT is set: it takes memory and time to start.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from assistant.observability.spans import Span, Value, allowed, use_spans
from assistant.settings import Settings, SettingsError

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter

_SERVICE = "tilskuddsveilederen"
_MISSING = (
    "VEILEDER_TRACING_ENDPOINT: tracing needs packages that are not installed. Install them with "
    "`.tools/uv/bin/uv sync --locked --extra tracing` (or `pip install 'tilskuddsveilederen[tracing]'`), or unset the "
    "variable."
)


class Tracing:
    """Tracing of this process, from its making until it is closed."""

    def __init__(self, exporter: SpanExporter, *, at_once: bool = False) -> None:
        """
        Args:
            exporter: Where spans go.
            at_once: Hand each span over as it ends; otherwise a thread sends them in batches.
        """
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor

        resource = Resource.create({"service.name": _SERVICE, "service.version": _version()})
        self._provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        processor = SimpleSpanProcessor(exporter) if at_once else BatchSpanProcessor(exporter)
        self._provider.add_span_processor(processor)
        self._tracer = self._provider.get_tracer(_SERVICE)
        use_spans(self._start)

    @contextmanager
    def _start(self, name: str) -> Iterator[Span]:
        """A span. The library would keep an exception's message and traceback, which can quote a user."""
        made = self._tracer.start_as_current_span(name, record_exception=False, set_status_on_exception=False)
        with made as current:
            try:
                yield _Checked(current)
            except BaseException as error:
                from opentelemetry.trace import StatusCode

                current.set_status(StatusCode.ERROR)
                current.set_attribute("error", type(error).__name__)
                raise

    def close(self) -> None:
        """Send what is left, and make no more spans."""
        use_spans(None)
        self._provider.shutdown()


class _Checked:
    def __init__(self, current: Any) -> None:
        self._current = current

    def set(self, name: str, value: Value | None) -> None:
        if allowed(name, value):
            self._current.set_attribute(name, value)


def start_tracing(settings: Settings) -> Tracing | None:
    """Begin to send spans to VEILEDER_TRACING_ENDPOINT; None when it is not set.

    Raises:
        SettingsError: It is set, and the packages for it are not installed.
    """
    if not settings.tracing_endpoint:
        return None
    try:
        exporter = import_module("opentelemetry.exporter.otlp.proto.http.trace_exporter")  # an extra: may be missing
    except ImportError:
        raise SettingsError(_MISSING) from None
    return Tracing(exporter.OTLPSpanExporter(endpoint=settings.tracing_endpoint))


def _version() -> str:
    try:
        return version(_SERVICE)
    except PackageNotFoundError:  # run from a folder that is not installed
        return "unknown"
