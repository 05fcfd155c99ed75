"""Tables of the knowledge base. They are built from the scheme files and can be rebuilt at any time."""

from sqlalchemy import JSON, ForeignKey, Integer, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class SchemeRow(Base):
    """A scheme. `document` is the whole validated scheme file; the other tables index it for queries."""

    __tablename__ = "knowledge_scheme"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    position: Mapped[int] = mapped_column(Integer)
    fingerprint: Mapped[str] = mapped_column(String(64))
    document: Mapped[dict[str, object]] = mapped_column(JSON)


class SourceRow(Base):
    __tablename__ = "knowledge_source"

    scheme_id: Mapped[str] = mapped_column(ForeignKey("knowledge_scheme.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    publisher: Mapped[str] = mapped_column(Text)
    url: Mapped[str | None] = mapped_column(Text)
    year: Mapped[int] = mapped_column(Integer)
    checked: Mapped[str] = mapped_column(String(10))


class StatementRow(Base):
    """A fact or a gap of an edition, in one language; what search looks through."""

    __tablename__ = "knowledge_statement"

    scheme_id: Mapped[str] = mapped_column(ForeignKey("knowledge_scheme.id", ondelete="CASCADE"), primary_key=True)
    edition: Mapped[str] = mapped_column(String(4), primary_key=True)
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    lang: Mapped[str] = mapped_column(String(2), primary_key=True)
    kind: Mapped[str] = mapped_column(String(4))
    topic: Mapped[str] = mapped_column(String(32), index=True)
    position: Mapped[int] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text, doc="folded lemmas of the text, terms and topic, for search")
    source_id: Mapped[str] = mapped_column(String(64))
    locator: Mapped[str] = mapped_column(Text)
