"""Every route and what it asks of a person; each role is answered as the table says."""

import pytest
from flask.testing import FlaskClient

from qa_app.domain.roles import ALLOWED, Permission, Role
from qa_app.web.permissions import declared_permission
from qa_app.web.tokens import FEED_OF
from tests.architecture.requests import Known, known_requests
from tests.web.conftest import token

EXPECTED: dict[str, Permission] = {
    "access.export": Permission.READ_ACCESS,
    "access.index": Permission.READ_ACCESS,
    "access.looks": Permission.READ_ACCESS,
    "access.looks_csv": Permission.READ_ACCESS,
    "account.begin_sign_on": Permission.PUBLIC,
    "account.brand": Permission.PUBLIC,
    "account.change_password": Permission.SIGNED_IN,
    "account.choose_password": Permission.PUBLIC,
    "account.confirm_second_factor": Permission.SIGNED_IN,
    "account.end_other_sessions": Permission.SIGNED_IN,
    "account.end_session": Permission.SIGNED_IN,
    "account.enter_code": Permission.PUBLIC,
    "account.enter_recovery_code": Permission.PUBLIC,
    "account.finish_sign_on": Permission.PUBLIC,
    "account.follow_link": Permission.PUBLIC,
    "account.forgotten_password": Permission.PUBLIC,
    "account.index": Permission.SIGNED_IN,
    "account.link_asked_for": Permission.PUBLIC,
    "account.renew_recovery_codes": Permission.SIGNED_IN,
    "account.second_factor": Permission.SIGNED_IN,
    "account.set_up_second_factor": Permission.SIGNED_IN,
    "account.sign_in": Permission.PUBLIC,
    "account.sign_out": Permission.SIGNED_IN,
    "account.stay": Permission.SIGNED_IN,
    "account.time_left": Permission.PUBLIC,
    "account.turn_off_second_factor": Permission.SIGNED_IN,
    "audit_tools.add_question": Permission.BUILD_TOOLS,
    "audit_tools.add_section": Permission.BUILD_TOOLS,
    "audit_tools.add_shipped": Permission.BUILD_TOOLS,
    "audit_tools.change_about": Permission.BUILD_TOOLS,
    "audit_tools.change_question": Permission.BUILD_TOOLS,
    "audit_tools.change_section": Permission.BUILD_TOOLS,
    "audit_tools.copy": Permission.BUILD_TOOLS,
    "audit_tools.delete": Permission.BUILD_TOOLS,
    "audit_tools.delete_question": Permission.BUILD_TOOLS,
    "audit_tools.delete_section": Permission.BUILD_TOOLS,
    "audit_tools.file": Permission.BUILD_TOOLS,
    "audit_tools.index": Permission.BUILD_TOOLS,
    "audit_tools.make_live": Permission.BUILD_TOOLS,
    "audit_tools.move_question_down": Permission.BUILD_TOOLS,
    "audit_tools.move_question_up": Permission.BUILD_TOOLS,
    "audit_tools.move_section_down": Permission.BUILD_TOOLS,
    "audit_tools.move_section_up": Permission.BUILD_TOOLS,
    "audit_tools.new": Permission.BUILD_TOOLS,
    "audit_tools.preview": Permission.BUILD_TOOLS,
    "audit_tools.retire": Permission.BUILD_TOOLS,
    "audit_tools.show": Permission.BUILD_TOOLS,
    "audit_tools.upload": Permission.BUILD_TOOLS,
    "audits.allocate": Permission.ALLOCATE_AUDIT,
    "audits.autosave": Permission.RECORD_AUDIT,
    "audits.check": Permission.RECORD_AUDIT,
    "audits.details": Permission.RECORD_AUDIT,
    "audits.form": Permission.RECORD_AUDIT,
    "audits.give_back": Permission.ALLOCATE_AUDIT,
    "audits.index": Permission.READ_AUDIT,
    "audits.layout": Permission.RECORD_AUDIT,
    "audits.pdf": Permission.READ_AUDIT,
    "audits.reassign": Permission.ALLOCATE_AUDIT,
    "audits.save_section": Permission.RECORD_AUDIT,
    "audits.save_whole": Permission.RECORD_AUDIT,
    "audits.section": Permission.RECORD_AUDIT,
    "audits.show": Permission.READ_AUDIT,
    "audits.start": Permission.RECORD_AUDIT,
    "audits.submit": Permission.RECORD_AUDIT,
    "audits.take_out": Permission.EXTRACT_AUDITS,
    "audits.whole": Permission.RECORD_AUDIT,
    "audits.withdraw": Permission.ALLOCATE_AUDIT,
    "feeds.index": Permission.READ_SCORECARDS,
    "feeds.judgements": Permission.FEED_TABLES,
    "feeds.make": Permission.READ_SCORECARDS,
    "feeds.openapi": Permission.READ_SCORECARDS,
    "feeds.revoke": Permission.READ_SCORECARDS,
    "feeds.scorecard": Permission.FEED_SCORECARDS,
    "feeds.scorecards": Permission.FEED_SCORECARDS,
    "health.about": Permission.PUBLIC,
    "health.accessibility": Permission.PUBLIC,
    "health.details": Permission.READ_HEALTH,
    "health.index": Permission.PUBLIC,
    "home.index": Permission.SIGNED_IN,
    "imports.abandon": Permission.IMPORT,
    "imports.add": Permission.IMPORT,
    "imports.ask_to_remove": Permission.IMPORT,
    "imports.check": Permission.IMPORT,
    "imports.index": Permission.IMPORT,
    "imports.problems": Permission.IMPORT,
    "imports.progress": Permission.IMPORT,
    "imports.receive": Permission.IMPORT,
    "imports.remove": Permission.IMPORT,
    "imports.show": Permission.IMPORT,
    "imports.template": Permission.IMPORT,
    "judgements.export": Permission.READ_TABLES,
    "judgements.index": Permission.READ_TABLES,
    "judgements.month_labels": Permission.LABEL_PERIODS,
    "judgements.publish": Permission.PUBLISH,
    "measures.adopt_lines": Permission.MANAGE_MEASURES,
    "measures.change": Permission.MANAGE_MEASURES,
    "measures.change_audit_definition": Permission.MANAGE_MEASURES,
    "measures.chart": Permission.READ_SCORECARDS,
    "measures.comparators": Permission.MANAGE_MEASURES,
    "measures.enter_values": Permission.ENTER_VALUES,
    "measures.export": Permission.READ_SCORECARDS,
    "measures.export_chart": Permission.READ_SCORECARDS,
    "measures.gaps": Permission.READ_SCORECARDS,
    "measures.index": Permission.READ_SCORECARDS,
    "measures.libraries": Permission.READ_SCORECARDS,
    "measures.library": Permission.READ_SCORECARDS,
    "measures.new": Permission.MANAGE_MEASURES,
    "measures.new_audit": Permission.MANAGE_MEASURES,
    "measures.population": Permission.MANAGE_MEASURES,
    "measures.remove_comparator": Permission.MANAGE_MEASURES,
    "measures.remove_target": Permission.MANAGE_MEASURES,
    "measures.remove_threshold": Permission.MANAGE_MEASURES,
    "measures.results": Permission.READ_SCORECARDS,
    "measures.show": Permission.READ_SCORECARDS,
    "measures.stop": Permission.MANAGE_MEASURES,
    "measures.targets": Permission.MANAGE_MEASURES,
    "measures.thresholds": Permission.MANAGE_MEASURES,
    "measures.use_again": Permission.MANAGE_MEASURES,
    "measures.value_history": Permission.READ_SCORECARDS,
    "measures.values": Permission.ENTER_VALUES,
    "measures.values_file": Permission.ENTER_VALUES,
    "moderation.agreement": Permission.READ_MODERATION,
    "moderation.ask": Permission.SET_MODERATION,
    "moderation.autosave": Permission.MODERATE,
    "moderation.finish": Permission.MODERATE,
    "moderation.give_back": Permission.MODERATE,
    "moderation.index": Permission.READ_MODERATION,
    "moderation.record_first_grades": Permission.MODERATE,
    "moderation.release": Permission.SET_MODERATION,
    "moderation.rule": Permission.SET_MODERATION,
    "moderation.save": Permission.MODERATE,
    "moderation.show": Permission.MODERATE,
    "moderation.take": Permission.MODERATE,
    "people.asked": Permission.MANAGE_PEOPLE,
    "people.change": Permission.MANAGE_PEOPLE,
    "people.connect_sign_on": Permission.MANAGE_PEOPLE,
    "people.disconnect_sign_on": Permission.MANAGE_PEOPLE,
    "people.forget_who_asked": Permission.MANAGE_PEOPLE,
    "people.index": Permission.MANAGE_PEOPLE,
    "people.invite": Permission.MANAGE_PEOPLE,
    "people.let_in": Permission.MANAGE_PEOPLE,
    "people.new": Permission.MANAGE_PEOPLE,
    "people.reset_password": Permission.MANAGE_PEOPLE,
    "people.show": Permission.MANAGE_PEOPLE,
    "people.stop": Permission.MANAGE_PEOPLE,
    "people.take_away_two_step": Permission.MANAGE_PEOPLE,
    "people.withdraw_invitation": Permission.MANAGE_PEOPLE,
    "publications.export": Permission.READ_SCORECARDS,
    "publications.index": Permission.READ_SCORECARDS,
    "publications.show": Permission.READ_SCORECARDS,
    "records.agree_to_erasing": Permission.REMOVE_RECORDS,
    "records.agree_to_removal": Permission.REMOVE_RECORDS,
    "records.case": Permission.MANAGE_RECORDS,
    "records.decide_erasing": Permission.REMOVE_RECORDS,
    "records.decide_removal": Permission.REMOVE_RECORDS,
    "records.due": Permission.REMOVE_RECORDS,
    "records.erasure": Permission.REMOVE_RECORDS,
    "records.forget_rule": Permission.MANAGE_RECORDS,
    "records.holds": Permission.MANAGE_RECORDS,
    "records.index": Permission.REMOVE_RECORDS,
    "records.lift": Permission.MANAGE_RECORDS,
    "records.propose": Permission.MANAGE_RECORDS,
    "records.propose_removal": Permission.REMOVE_RECORDS,
    "records.purge": Permission.REMOVE_RECORDS,
    "records.rules": Permission.MANAGE_RECORDS,
    "records.take_out": Permission.MANAGE_RECORDS,
    "reports.again": Permission.READ_SCORECARDS,
    "reports.findings": Permission.ENTER_VALUES,
    "reports.index": Permission.READ_SCORECARDS,
    "reports.made": Permission.READ_SCORECARDS,
    "reports.make": Permission.READ_SCORECARDS,
    "reports.progress": Permission.READ_SCORECARDS,
    "reports.quarter": Permission.READ_SCORECARDS,
    "reports.take": Permission.READ_SCORECARDS,
    "reports.text": Permission.ENTER_VALUES,
    "scorecards.add_from_library": Permission.MANAGE_MEASURES,
    "scorecards.add_lines": Permission.MANAGE_MEASURES,
    "scorecards.add_theme": Permission.MANAGE_MEASURES,
    "scorecards.build": Permission.MANAGE_MEASURES,
    "scorecards.comment": Permission.READ_SCORECARDS,
    "scorecards.exceptions": Permission.READ_SCORECARDS,
    "scorecards.export": Permission.READ_SCORECARDS,
    "scorecards.export_figures": Permission.READ_SCORECARDS,
    "scorecards.index": Permission.READ_SCORECARDS,
    "scorecards.move_line_down": Permission.MANAGE_MEASURES,
    "scorecards.move_line_up": Permission.MANAGE_MEASURES,
    "scorecards.move_theme_down": Permission.MANAGE_MEASURES,
    "scorecards.move_theme_up": Permission.MANAGE_MEASURES,
    "scorecards.new": Permission.MANAGE_MEASURES,
    "scorecards.number_consecutively": Permission.MANAGE_MEASURES,
    "scorecards.number_lines": Permission.MANAGE_MEASURES,
    "scorecards.publish": Permission.PUBLISH,
    "scorecards.remove_line": Permission.MANAGE_MEASURES,
    "scorecards.remove_theme": Permission.MANAGE_MEASURES,
    "scorecards.rename_theme": Permission.MANAGE_MEASURES,
    "scorecards.settings": Permission.MANAGE_MEASURES,
    "scorecards.show": Permission.READ_SCORECARDS,
    "scorecards.start_again": Permission.MANAGE_MEASURES,
    "scorecards.stop": Permission.MANAGE_MEASURES,
    "static": Permission.PUBLIC,
    "structure.index": Permission.MANAGE_STRUCTURE,
    "structure.new_area": Permission.MANAGE_STRUCTURE,
    "structure.new_stream": Permission.MANAGE_STRUCTURE,
    "structure.new_team": Permission.MANAGE_STRUCTURE,
    "structure.rename": Permission.MANAGE_STRUCTURE,
    "structure.show": Permission.MANAGE_STRUCTURE,
    "structure.start_again": Permission.MANAGE_STRUCTURE,
    "structure.stop": Permission.MANAGE_STRUCTURE,
    "trail.as_csv": Permission.READ_TRAIL,
    "trail.index": Permission.READ_TRAIL,
}

# Answering these ends the session, or begins one, or leads a stranger to where one begins.
SESSIONS = {
    "account.enter_code",
    "account.enter_recovery_code",
    "account.sign_in",
    "account.sign_out",
}


def test_every_route_declares_the_permission_expected_of_it(app):
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}

    assert {endpoint: declared_permission(app, endpoint) for endpoint in sorted(endpoints)} == EXPECTED


@pytest.mark.parametrize("role", [*Role, None], ids=lambda role: role.label if role else "stranger")
def test_each_role_is_answered_as_the_table_says(app, client, session, sign_in, role):
    if role is not None:
        sign_in(role)
    allowed = {Permission.PUBLIC} if role is None else own_permissions(role)
    wrong = []
    for known in known_requests(app, "GET", "POST"):
        if known.endpoint in SESSIONS:
            continue
        answered = answer(client, known)
        # A session opens no feed, whoever's it is.
        by_token = EXPECTED[known.endpoint] in FEED_OF
        refused = answered == (401 if by_token else 403 if role is not None else "sign in")
        if refused is (EXPECTED[known.endpoint] in allowed):
            wrong.append(f"{known}: {answered}")

    assert wrong == []


@pytest.mark.parametrize("role", list(Role))
def test_a_view_without_a_declaration_answers_nobody(make_app, session, sign_in, client, role):
    served = make_app()
    served.add_url_rule("/forgotten", "forgotten", lambda: "case text")
    sign_in(role)
    with client.session_transaction() as cookies:
        own = dict(cookies)
    other = served.test_client()
    with other.session_transaction() as cookies:
        cookies.update(own)

    answer = other.get("/forgotten")

    assert other.get("/account").status_code == 200
    assert answer.status_code == 403
    assert "case text" not in answer.get_data(as_text=True)


def test_nobody_who_reads_no_case_text_has_a_permission_that_shows_it():
    case_text = {
        Permission.READ_AUDIT,
        Permission.RECORD_AUDIT,
        Permission.MODERATE,
        Permission.EXTRACT_AUDITS,
    }

    for role in (Role.VIEWER, Role.ADMINISTRATOR):
        assert not ALLOWED[role] & case_text


def own_permissions(role: Role) -> set[Permission]:
    return {Permission.PUBLIC, Permission.SIGNED_IN} | ALLOWED[role]


def answer(client: FlaskClient, known: Known) -> int | str:
    """The status, or “sign in” for strangers who are sent there; a form always carries its token."""
    data = {"csrf_token": token(client)} if known.method == "POST" else None
    with client.open(known.path, method=known.method, data=data) as response:
        location = response.headers.get("Location", "")
        return "sign in" if location.startswith("/sign-in") else response.status_code
