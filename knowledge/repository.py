"""Keeps the schemes in a database and reads them back."""

import hashlib
import json
from collections.abc import Iterable, Sequence

from sqlalchemy import Engine, delete, select, update
from sqlalchemy.orm import Session

from knowledge.language.lemmas import search_words
from knowledge.language.texts import topic_titles
from knowledge.model import LANGS, Edition, Fact, Gap, Scheme
from knowledge.tables import Base, SchemeRow, SourceRow, StatementRow


class SchemeRepository:
    """The only way to the knowledge tables. Opened on an SQLAlchemy engine (SQLite or PostgreSQL)."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        Base.metadata.create_all(engine)

    def replace_all(self, schemes: Sequence[Scheme]) -> int:
        """Makes the database hold just these schemes, in one transaction. Returns how many had changed."""
        with Session(self._engine) as session, session.begin():
            held = {row.id: row.fingerprint for row in session.scalars(select(SchemeRow))}
            wanted = {scheme.id: fingerprint(scheme) for scheme in schemes}
            changed = [s for s in schemes if held.get(s.id) != wanted[s.id]]
            gone = [scheme_id for scheme_id in held if scheme_id not in wanted]
            _remove(session, [*gone, *(s.id for s in changed)])
            session.flush()
            for position, scheme in enumerate(schemes):
                if scheme in changed:
                    session.add(_scheme_row(scheme, position, wanted[scheme.id]))
                    session.flush()
                    session.add_all([*_source_rows(scheme), *_statement_rows(scheme)])
                else:
                    session.execute(update(SchemeRow).where(SchemeRow.id == scheme.id).values(position=position))
            return len(changed) + len(gone)

    def schemes(self) -> list[Scheme]:
        """Every scheme, validated again on the way out."""
        with Session(self._engine) as session:
            rows = session.scalars(select(SchemeRow).order_by(SchemeRow.position, SchemeRow.id)).all()
            return [Scheme.model_validate(row.document) for row in rows]

    def statements(self) -> list[StatementRow]:
        """Every fact and gap in every language, detached from the session."""
        with Session(self._engine, expire_on_commit=False) as session:
            return list(session.scalars(select(StatementRow)))


def fingerprint(scheme: Scheme) -> str:
    """A hash of the whole scheme; equal means nothing an answer depends on has changed."""
    return hashlib.sha256(json.dumps(scheme.model_dump(mode="json"), sort_keys=True).encode()).hexdigest()


def _remove(session: Session, scheme_ids: Iterable[str]) -> None:
    for scheme_id in scheme_ids:
        for table in (StatementRow, SourceRow):
            session.execute(delete(table).where(table.scheme_id == scheme_id))
        session.execute(delete(SchemeRow).where(SchemeRow.id == scheme_id))


def _scheme_row(scheme: Scheme, position: int, digest: str) -> SchemeRow:
    return SchemeRow(id=scheme.id, position=position, fingerprint=digest, document=scheme.model_dump(mode="json"))


def _source_rows(scheme: Scheme) -> list[SourceRow]:
    return [
        SourceRow(
            scheme_id=scheme.id,
            id=s.id,
            title=s.title,
            publisher=s.publisher,
            url=s.url,
            year=s.year,
            checked=s.checked.isoformat(),
        )
        for s in scheme.sources
    ]


def statement_rows(schemes: Iterable[Scheme]) -> list[StatementRow]:
    """Every fact and gap of every edition in every language, for search."""
    return [row for scheme in schemes for row in _statement_rows(scheme)]


def _statement_rows(scheme: Scheme) -> list[StatementRow]:
    rows = []
    for edition in scheme.editions:
        for position, statement in enumerate(edition.statements):
            rows += [_statement_row(scheme, edition, statement, position, lang) for lang in LANGS]
    return rows


def _statement_row(scheme: Scheme, edition: Edition, statement: Fact | Gap, position: int, lang: str) -> StatementRow:
    text = statement.statement[lang]
    names = f"{scheme.name[lang]} {scheme.short_name[lang]} {' '.join(scheme.aliases)}"
    indexed = f"{text} {' '.join(statement.terms.all())} {topic_titles()(statement.topic, lang)} {names}"
    return StatementRow(
        scheme_id=scheme.id,
        edition=edition.id,
        id=statement.id,
        lang=lang,
        kind="fact" if isinstance(statement, Fact) else "gap",
        topic=statement.topic,
        position=position,
        text=text,
        words=" ".join(search_words(indexed)),
        source_id=statement.citation.source,
        locator=statement.citation.locator,
    )
