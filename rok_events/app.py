"""The application: every room's doors, in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from rok_events import db, jobs, reactions
from rok_events.accounts import cli as accounts_cli
from rok_events.accounts import (
    demand_views,
    factor_models,
    management_views,
    own_views,
    passkey_views,
    password_views,
    provider_client,
    provider_views,
    second_views,
    security_views,
    sessions,
)
from rok_events.accounts import models as accounts
from rok_events.accounts import views as accounts_views
from rok_events.activities import (
    form_views,
    planning_views,
    question_views,
    session_views,
)
from rok_events.activities import tasks as activities_tasks
from rok_events.activities import views as activities_views
from rok_events.attendance import cli as attendance_cli
from rok_events.attendance import closing_views, door_views, room_views
from rok_events.attendance import import_views as attendance_import_views
from rok_events.attendance import models as attendance
from rok_events.attendance import tasks as attendance_tasks
from rok_events.attendance import views as attendance_views
from rok_events.audit import cli as audit_cli
from rok_events.audit import recording_actions as recording
from rok_events.audit import views as audit_views
from rok_events.certificates import desk_views as certificates_desk_views
from rok_events.certificates import tasks as certificates_tasks
from rok_events.certificates import views as certificates_views
from rok_events.communities import management_views as communities_management_views
from rok_events.communities import views as communities_views
from rok_events.core import events
from rok_events.demo import cli as demo_cli
from rok_events.directory import merging_views as directory_merging_views
from rok_events.directory import tasks as directory_tasks
from rok_events.directory import views as directory_views
from rok_events.documents import views as documents_views
from rok_events.guests import answer_views as guests_answer_views
from rok_events.guests import tasks as guests_tasks
from rok_events.guests import views as guests_views
from rok_events.introductions import views as introductions_views
from rok_events.invitations import models as invitations
from rok_events.invitations import reply_views
from rok_events.invitations import views as invitations_views
from rok_events.mail import cli as mail_cli
from rok_events.mail import inbox_models as inbox
from rok_events.mail import inbox_views, transport
from rok_events.mail import models as mail
from rok_events.mail import views as mail_views
from rok_events.messages import draft_views
from rok_events.messages import models as messages
from rok_events.messages import tasks as messages_tasks
from rok_events.messages import views as messages_views
from rok_events.network import choice_views as network_choice_views
from rok_events.network import cli as network_cli
from rok_events.network import comparing_views as network_comparing_views
from rok_events.network import export_views as network_export_views
from rok_events.network import organisation_views as network_organisation_views
from rok_events.network import tasks as network_tasks
from rok_events.network import views as network_views
from rok_events.participation import views as participation_views
from rok_events.people import judging_views, organisation_views
from rok_events.privacy import cli as privacy_cli
from rok_events.privacy import tasks as privacy_tasks
from rok_events.privacy import views as privacy_views
from rok_events.registers import views as registers_views
from rok_events.registrations import (
    desk_change_views,
    desk_views,
    list_views,
    number_views,
    transfer_views,
)
from rok_events.registrations import tasks as registrations_tasks
from rok_events.registrations import views as registrations_views
from rok_events.reports import publishing_views as reports_publishing_views
from rok_events.reports import views as reports_views
from rok_events.seating import file_views as seating_file_views
from rok_events.seating import table_views as seating_table_views
from rok_events.today import insight_views
from rok_events.today import views as today_views
from rok_events.web import (
    errors,
    health,
    jinja,
    language,
    limits,
    logs,
    requests,
    security,
    templating,
)
from rok_events.work import models as work
from rok_events.work import tasks as work_tasks
from rok_events.work import views as work_views

if TYPE_CHECKING:
    from collections.abc import Mapping

# Nobody reads these two: to be loaded makes tables and jobs known.
TABLES = (accounts, factor_models, attendance, inbox, invitations, mail, messages, work)
TASKS = (
    activities_tasks,
    attendance_tasks,
    certificates_tasks,
    guests_tasks,
    messages_tasks,
    directory_tasks,
    network_tasks,
    privacy_tasks,
    registrations_tasks,
    work_tasks,
)
VIEWS = (
    health,
    accounts_views,
    management_views,
    demand_views,
    own_views,
    second_views,
    security_views,
    password_views,
    passkey_views,
    provider_views,
    communities_views,
    communities_management_views,
    activities_views,
    planning_views,
    form_views,
    session_views,
    question_views,
    judging_views,
    organisation_views,
    registrations_views,
    transfer_views,
    number_views,
    desk_views,
    desk_change_views,
    list_views,
    attendance_views,
    attendance_import_views,
    door_views,
    closing_views,
    room_views,
    invitations_views,
    guests_views,
    guests_answer_views,
    seating_table_views,
    seating_file_views,
    documents_views,
    certificates_views,
    certificates_desk_views,
    messages_views,
    draft_views,
    reply_views,
    mail_views,
    inbox_views,
    network_views,
    network_export_views,
    network_organisation_views,
    network_comparing_views,
    network_choice_views,
    reports_views,
    reports_publishing_views,
    participation_views,
    introductions_views,
    directory_views,
    registers_views,
    directory_merging_views,
    privacy_views,
    audit_views,
    today_views,
    insight_views,
    work_views,
)
COMMANDS = (
    audit_cli,
    attendance_cli,
    accounts_cli,
    mail_cli,
    demo_cli,
    network_cli,
    privacy_cli,
)


def create_app(config: Mapping[str, Any]) -> Flask:
    """Build the application from its configuration."""
    app = Flask(__name__, template_folder="../templates", static_folder="../static")
    app.jinja_environment = jinja.Environment
    app.config.from_mapping(DEFAULTS)
    app.config.from_mapping(config)
    _plumbing(app)
    _doors(app)
    events.install(reactions.REACTIONS)
    return app


DEFAULTS = {
    "MAX_CONTENT_LENGTH": 20 * 1024 * 1024,
    "OIDC_PROVIDERS": (),
    "RATELIMIT_HEADERS_ENABLED": True,
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "WTF_CSRF_TIME_LIMIT": 12 * 3600,
}


def _plumbing(app: Flask) -> None:
    requests.init_app(app)
    db.init_app(app)
    recording.init_app(app)
    jobs.init_app(app)
    transport.init_app(app)
    logs.init_app(app)
    errors.init_app(app)
    security.init_app(app)
    language.init_app(app)
    jinja.init_app(app)
    templating.init_app(app)
    limits.init_app(app)
    CSRFProtect(app)
    sessions.init_app(app)
    provider_client.init_app(app)
    if proxies := app.config["TRUSTED_PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=f"{app.static_folder}/dist",
        prefix="static/dist/",
        allow_all_origins=False,
        immutable_file_test=r"-[A-Z0-9]{8}\.",
    )


def _doors(app: Flask) -> None:
    for views in VIEWS:
        app.register_blueprint(views.bp)
    for commands in COMMANDS:
        app.cli.add_command(commands.group)
