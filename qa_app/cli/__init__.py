"""The command line: `qa-app COMMAND`. Each command's module is read only when it is called."""

import importlib
import sys

import click

from qa_app.config import SettingsError
from qa_app.domain.errors import DomainError

COMMANDS = {
    "upgrade": "qa_app.cli.database",
    "serve": "qa_app.cli.server",
    "people": "qa_app.cli.people",
    "areas": "qa_app.cli.structure",
    "streams": "qa_app.cli.structure",
    "tools": "qa_app.cli.tools",
    "import": "qa_app.cli.imports",
    "export": "qa_app.cli.export",
    "records": "qa_app.cli.records",
    "trail": "qa_app.cli.trail",
    "backup": "qa_app.cli.backup",
    "restore": "qa_app.cli.backup",
    "mail": "qa_app.cli.mail",
    "chores": "qa_app.cli.chores",
}


class LazyGroup(click.Group):
    """Knows the names of the commands, and reads a command's module when it is wanted.

    So `qa-app export` never waits for what only `qa-app import` needs.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(COMMANDS[cmd_name])
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command


@click.group(cls=LazyGroup)
def cli() -> None:
    """Quality assurance for children's services: audits, moderation, judgement tables."""


def main() -> None:
    """What a person can put right is one sentence and exit code 1; nothing is half done."""
    try:
        cli(prog_name="qa-app")
    except (DomainError, SettingsError) as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)
    except OSError as error:
        if error.filename is None:
            raise
        click.echo(f"Error: {error.filename}: {error.strerror}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
