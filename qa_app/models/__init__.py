"""The rows: one table, one file. Importing this package makes every table known to `Base.metadata`."""

from qa_app.models.audit import Audit
from qa_app.models.audit_tool import AuditTool, AuditToolVersion, ToolStatus
from qa_app.models.base import Base
from qa_app.models.child_population import ChildPopulation
from qa_app.models.commentary import Commentary
from qa_app.models.erasure import Erasure, ErasureGround
from qa_app.models.feed_token import FeedToken
from qa_app.models.grading_scale import GradingScaleRow
from qa_app.models.identity import Identity
from qa_app.models.import_batch import ImportBatch, ImportKind, ImportStatus
from qa_app.models.judgement import Judgement
from qa_app.models.legal_hold import LegalHold
from qa_app.models.measure import Measure, MeasureDefinition
from qa_app.models.measure_standard import MeasureComparator, MeasureTarget, MeasureThreshold
from qa_app.models.measure_value import MeasureValue
from qa_app.models.moderation import Moderation, ModerationOutcome, Revision
from qa_app.models.moderation_setting import ModerationSetting
from qa_app.models.one_use_link import LinkKind, OneUseLink
from qa_app.models.outgoing_email import OutgoingEmail
from qa_app.models.period_label import PeriodLabel
from qa_app.models.person import Person, PersonRole
from qa_app.models.publication import Profile, Publication, PublicationKind
from qa_app.models.published_figure import PublishedFigure
from qa_app.models.purge import Purge
from qa_app.models.quarter_report import AuditFinding, QuarterReport, ReportState, ReportText
from qa_app.models.question import Question
from qa_app.models.reset_request import ResetRequest
from qa_app.models.retention_rule import RetentionRule
from qa_app.models.scorecard import Scorecard, ScorecardLine, ScorecardTheme
from qa_app.models.second_factor import RecoveryCode, SecondFactor
from qa_app.models.section import Section
from qa_app.models.sent_form import SentForm
from qa_app.models.service_area import ServiceArea
from qa_app.models.sign_in_attempt import Guessed, SignInAttempt
from qa_app.models.stream import Stream
from qa_app.models.team import Team
from qa_app.models.trail_entry import TrailEntry
from qa_app.models.trail_seal import TrailSeal
from qa_app.models.web_session import SignedInBy, WebSession

__all__ = [
    "Audit",
    "AuditFinding",
    "AuditTool",
    "AuditToolVersion",
    "Base",
    "ChildPopulation",
    "Commentary",
    "Erasure",
    "ErasureGround",
    "FeedToken",
    "GradingScaleRow",
    "Guessed",
    "Identity",
    "ImportBatch",
    "ImportKind",
    "ImportStatus",
    "Judgement",
    "LegalHold",
    "LinkKind",
    "Measure",
    "MeasureComparator",
    "MeasureDefinition",
    "MeasureTarget",
    "MeasureThreshold",
    "MeasureValue",
    "Moderation",
    "ModerationOutcome",
    "ModerationSetting",
    "OneUseLink",
    "OutgoingEmail",
    "PeriodLabel",
    "Person",
    "PersonRole",
    "Profile",
    "Publication",
    "PublicationKind",
    "PublishedFigure",
    "Purge",
    "QuarterReport",
    "Question",
    "RecoveryCode",
    "ReportState",
    "ReportText",
    "ResetRequest",
    "RetentionRule",
    "Revision",
    "Scorecard",
    "ScorecardLine",
    "ScorecardTheme",
    "SecondFactor",
    "Section",
    "SentForm",
    "ServiceArea",
    "SignInAttempt",
    "SignedInBy",
    "Stream",
    "Team",
    "ToolStatus",
    "TrailEntry",
    "TrailSeal",
    "WebSession",
]
