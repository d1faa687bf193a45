from itertools import count

from qa_app.models import ServiceArea, Stream, Team

_numbers = count(1)


def a_service_area(name: str | None = None) -> ServiceArea:
    return ServiceArea(name=name or f"Service area {next(_numbers)}")


def a_team(area: ServiceArea | None = None, name: str | None = None) -> Team:
    return Team(service_area=area or a_service_area(), name=name or f"Team {next(_numbers)}")


def a_stream(name: str | None = None) -> Stream:
    return Stream(name=name or f"Stream {next(_numbers)}")
