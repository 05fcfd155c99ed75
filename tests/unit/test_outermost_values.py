"""The first and last day, and the largest number, that a scheme can have: all that is made of them can be made."""

import datetime as dt
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from known_schemes import SCHEMES
from pydantic import ValidationError

from knowledge.checklist import build_checklist
from knowledge.drafting.drafting import draft
from knowledge.drafting.model import TextValue
from knowledge.documents import read
from knowledge.export.ics import render_ics
from knowledge.model import FIRST_DAY, LARGEST, LAST_DAY, Due, Limit, Scheme
from knowledge.schema import scheme_schema
