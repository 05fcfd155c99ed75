"""Reads announcements, as PDF, DOCX, HTML or text, into blocks and sections with a stable locator each."""

from knowledge.documents.marked import as_text
from knowledge.documents.model import Block, Document, DocumentError, Section
from knowledge.documents.reading import read
from knowledge.documents.safely import read_safely
from knowledge.documents.sections import sections

__all__ = ["Block", "Document", "DocumentError", "Section", "as_text", "read", "read_safely", "sections"]
