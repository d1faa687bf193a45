from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from qa_app.domain.errors import Conflict, DomainError, InvalidInput, TransitionNotAllowed
from qa_app.domain.judgement_choice import OVERALL
from qa_app.domain.plurals import plural
from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.moderation import agreeing
from qa_app.features.moderation.forms import RuleForm
from qa_app.features.moderation.page import Read, Unsaved, moderation_page, typed_texts
from qa_app.features.moderation.queue import queue_page
from qa_app.features.moderation.typed import Typed, typed_in
from qa_app.models import Audit, Moderation, ModerationSetting
from qa_app.queries.audit_tools import as_tool, find_version
from qa_app.queries.audits import find_audit
from qa_app.queries.choice_options import choice_options
from qa_app.queries.moderation import answers_to_moderate, find_moderation, finished_moderations
from qa_app.queries.moderation_agreement import judged_twice
from qa_app.queries.moderation_queue import audits_in_moderation, waiting_audits
from qa_app.queries.moderation_setting import moderates_blind
from qa_app.services import moderation as moderating
from qa_app.services import moderation_draft as drafting
from qa_app.services.moderation_rule import change_rule
from qa_app.web.activity import Renews, renews
from qa_app.web.clock import now, today
from qa_app.web.current import current_scope, signed_in
from qa_app.web.formatters import format_time
from qa_app.web.looks import looks_at_audit
from qa_app.web.paging import page_number
from qa_app.web.permissions import requires

blueprint = Blueprint("moderation", __name__)

Answer = Response | str | tuple[str, int]


@blueprint.get("/moderation")
@requires(Permission.READ_MODERATION)
def index() -> str:
    person, scope = signed_in(), current_scope()
    page = queue_page(
        waiting_audits(db.session, person=person, scope=scope),
        audits_in_moderation(db.session, person=person, scope=scope),
        person=person,
        blind=moderates_blind(db.session),
        today=today(),
        page=page_number(request.args),
    )
    return render_template("moderation/index.html", **page)


@blueprint.post("/moderation/take/<int:audit_id>")
@requires(Permission.MODERATE)
def take(audit_id: int) -> Response:
    audit = find_audit(db.session, audit_id, scope=current_scope())
    moderation = moderating.start_moderation(db.session, audit, by=signed_in(), at=now())
    db.session.commit()
    return redirect(url_for(".show", moderation_id=moderation.id))


@blueprint.get("/moderation/<int:moderation_id>")
@requires(Permission.MODERATE)
def show(moderation_id: int) -> Answer:
    moderation = find_moderation(db.session, moderation_id, scope=current_scope())
    drafting.check_moderator(moderation, by=signed_in())
    if not moderation.is_open:
        return redirect(url_for("audits.show", audit_id=moderation.audit_id))
    looks_at_audit(moderation.audit_id, "opened audit in moderation")
    page = moderation_page(moderation, _read(moderation.audit))
    return render_template("moderation/show.html", **page)


@blueprint.post("/moderation/<int:moderation_id>/draft")
@requires(Permission.MODERATE)
def save(moderation_id: int) -> Answer:
    moderation = find_moderation(db.session, moderation_id, scope=current_scope())
    typed = _typed(moderation)
    try:
        _save(moderation, typed)
    except (Conflict, InvalidInput, TransitionNotAllowed) as error:
        return _not_saved(moderation_id, typed, error)
    flash("Your draft is saved. Only you see it until you finish.", "success")
    return redirect(url_for(".show", moderation_id=moderation_id))


@blueprint.post("/moderation/<int:moderation_id>/autosave")
@requires(Permission.MODERATE)
@renews(Renews.WHEN_TYPED)
def autosave(moderation_id: int) -> tuple[Response, int]:
    """What was typed since the last save; the page goes on with the version it is given."""
    moderation = find_moderation(db.session, moderation_id, scope=current_scope())
    try:
        _save(moderation, _typed(moderation))
    except (Conflict, InvalidInput, TransitionNotAllowed) as error:
        db.session.rollback()
        too_long = isinstance(error, InvalidInput)
        message = f"{error} Press “Save draft” to go on."
        return jsonify(message=message), 422 if too_long else 409
    return jsonify(version=moderation.version, saved=format_time(now())), 200


@blueprint.post("/moderation/<int:moderation_id>/first-grades")
@requires(Permission.MODERATE)
def record_first_grades(moderation_id: int) -> Answer:
    moderation = find_moderation(db.session, moderation_id, scope=current_scope())
    typed = _typed(moderation)
    try:
        _save(moderation, typed)
        drafting.record_first_grades(db.session, moderation, typed.grades, by=signed_in(), at=now())
    except (Conflict, InvalidInput, TransitionNotAllowed) as error:
        return _not_saved(moderation_id, typed, error)
    db.session.commit()
    flash("Your judgements are recorded. The auditor’s are now shown beside them.", "success")
    return redirect(url_for(".show", moderation_id=moderation_id))


@blueprint.post("/moderation/<int:moderation_id>/finish")
@requires(Permission.MODERATE)
def finish(moderation_id: int) -> Answer:
    moderation = find_moderation(db.session, moderation_id, scope=current_scope())
    typed = _typed(moderation)
    try:
        _save(moderation, typed)
        moderating.finish_moderation(
            db.session,
            moderation,
            decisions=typed.draft.decisions,
            comment_on_practice=typed.draft.comment_on_practice,
            comment_on_audit_quality=typed.draft.comment_on_audit_quality,
            by=signed_in(),
            at=now(),
        )
    except (Conflict, InvalidInput, TransitionNotAllowed) as error:
        return _not_saved(moderation_id, typed, error)
    db.session.commit()
    flash(_outcome(moderation), "success")
    return redirect(url_for(".index"))


@blueprint.post("/moderation/<int:moderation_id>/give-back")
@requires(Permission.MODERATE)
def give_back(moderation_id: int) -> Answer:
    moderation = find_moderation(db.session, moderation_id, scope=current_scope())
    typed = _typed(moderation)
    try:
        _save(moderation, typed)
    except (Conflict, InvalidInput, TransitionNotAllowed) as error:
        return _not_saved(moderation_id, typed, error)
    return _back_in_the_queue(moderation)


@blueprint.post("/moderation/<int:moderation_id>/release")
@requires(Permission.SET_MODERATION)
def release(moderation_id: int) -> Response:
    """For a moderator who is away: the QA lead puts what they took back into the queue."""
    return _back_in_the_queue(find_moderation(db.session, moderation_id, scope=current_scope()))


@blueprint.post("/audits/<int:audit_id>/ask-for-moderation")
@requires(Permission.SET_MODERATION)
def ask(audit_id: int) -> Response:
    audit = find_audit(db.session, audit_id, scope=current_scope())
    moderating.ask_for_moderation(db.session, audit, by=signed_in(), at=now())
    db.session.commit()
    flash(f"{audit.reference} is in the queue for moderation.", "success")
    return redirect(url_for("audits.show", audit_id=audit.id))


@blueprint.route("/moderation/rule", methods=["GET", "POST"])
@requires(Permission.SET_MODERATION)
def rule() -> Answer:
    setting = db.session.get_one(ModerationSetting, 1)
    form = RuleForm(obj=setting)
    if form.is_sent_and_valid():
        try:
            change_rule(db.session, form.rule, by=signed_in(), at=now())
        except InvalidInput as error:
            form.add_problems(error)
        else:
            db.session.commit()
            flash("The rule is saved. It holds for audits submitted from now on.", "success")
            return redirect(url_for(".rule"))
    return render_template("moderation/rule.html", form=form), 422 if request.method == "POST" else 200


@blueprint.get("/moderation/agreement")
@requires(Permission.READ_MODERATION)
def agreement() -> Answer:
    scope, day = current_scope(), today()
    options = choice_options(db.session, scope)
    try:
        choice = agreeing.choice_from(request.args, today=day)
    except InvalidInput as error:
        selects = agreeing.selects(request.args, options, today=day, error=error)
        problems = [(problem.field, problem.message) for problem in error.problems]
        return render_template(
            "moderation/agreement.html", selects=selects, problems=problems, blocks=None
        ), 422
    found = judged_twice(
        db.session,
        first_month=choice.first.first_month,
        last_month=choice.last.last_month,
        of=choice.of,
        scope=scope,
    )
    of = "Overall judgement" if choice.of == OVERALL else options.domains.get(choice.of, choice.of)
    return render_template(
        "moderation/agreement.html",
        selects=agreeing.selects(request.args, options, today=day),
        problems=(),
        **agreeing.agreement_page(found, choice, of=of),
    )


def _read(audit: Audit) -> Read:
    return Read(
        tool=as_tool(find_version(db.session, audit.tool_version_id)),
        answers=answers_to_moderate(db.session, audit),
        earlier=finished_moderations(db.session, audit.id),
    )


def _typed(moderation: Moderation) -> Typed:
    return typed_in(request.form, as_tool(find_version(db.session, moderation.audit.tool_version_id)))


def _save(moderation: Moderation, typed: Typed) -> None:
    """Commits the draft before anything else is tried, so that no problem can cost what was typed."""
    drafting.save_draft(
        db.session,
        moderation,
        typed.draft,
        opened_at_version=typed.opened_at_version,
        by=signed_in(),
        at=now(),
    )
    db.session.commit()


def _not_saved(moderation_id: int, typed: Typed, error: DomainError) -> tuple[str, int]:
    """The page again with everything that was typed, and what is in the way."""
    db.session.rollback()
    moderation = find_moderation(db.session, moderation_id, scope=current_scope())
    read = _read(moderation.audit)
    if not moderation.is_open:
        texts = typed_texts(typed.draft, read.tool)
        return render_template("moderation/not_saved.html", sentence=str(error), texts=texts), 409
    looks_at_audit(moderation.audit_id, "opened audit in moderation")
    problems = {problem.field: problem.message for problem in getattr(error, "problems", ())}
    unsaved = Unsaved(typed.draft, sentence="" if problems else str(error), problems=problems)
    page = moderation_page(moderation, read, unsaved)
    return render_template("moderation/show.html", **page), 422 if problems else 409


def _back_in_the_queue(moderation: Moderation) -> Response:
    moderating.give_back(db.session, moderation, by=signed_in(), at=now())
    db.session.commit()
    flash(f"{moderation.audit.reference} is back in the queue.", "success")
    return redirect(url_for(".index"))


def _outcome(moderation: Moderation) -> str:
    """> A-00012 is final: you agreed with every judgement."""
    revised = len(moderation.revisions)
    done = f"you revised {plural(revised, 'judgement')}" if revised else "you agreed with every judgement"
    return f"{moderation.audit.reference} is final: {done}."
