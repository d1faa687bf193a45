"""A printed table as a network of flows, in which what a reader can work out is a question about cycles.

Every count is a flow: from its row to its column, from the row's total into the row, from the columns into
the grand total, and round again. What flows into a row or column flows out of it; that is all that the
printed totals say. Counts are whole and never negative.

So a figure that is not printed can be worked out exactly if no cycle goes through it on which one more
(or one less) could flow through unprinted figures only. Flows in whole numbers stay whole, hence this is
exact and no approximation. (Cox 1995, "Network models for complementary cell suppression".)
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from operator import itemgetter

Node = Hashable
Name = tuple[str | int, ...]


@dataclass(frozen=True)
class Flow:
    """One count, from a node to another. `cost` is what is lost by not printing it; None: it never is.

    `unit` names the flows that are printed together or not at all.
    """

    name: Name
    tail: Node
    head: Node
    count: int
    cost: int | None = None
    unit: Name | None = None


@dataclass
class Network:
    """Flows that add up at every node, and which of them are withheld."""

    flows: Mapping[Name, Flow]
    withheld: set[Name] = field(default_factory=set)

    def protect(self, wanted: Iterable[Name]) -> None:
        """Withholds these, and the cheapest others found, until none withheld can be worked out.

        Each is put on a cycle of withheld flows, on which one more may have flowed. To withhold more never
        gives away what was safe before, so that one pass is enough.
        """
        waiting = sorted({name for one in wanted for name in self._withhold(one)}, key=self._largest_first)
        for name in waiting:
            for other in self._cheapest_cycle(self.flows[name]):
                if self._is_printed(other):
                    # What is withheld with it needs a cycle of its own: this loop comes to it later.
                    waiting += self._withhold(other)

    def _withhold(self, name: Name) -> list[Name]:
        """With all that is printed with it; gives back what was not withheld before."""
        unit = self.flows[name].unit
        together = (
            [name] if unit is None else [flow.name for flow in self.flows.values() if flow.unit == unit]
        )
        added = [one for one in together if one not in self.withheld]
        self.withheld.update(added)
        return added

    def _largest_first(self, name: Name) -> tuple[int, str]:
        return -self.flows[name].count, str(name)

    def _is_printed(self, name: Name) -> bool:
        return name not in self.withheld and self.flows[name].cost is not None

    def _cheapest_cycle(self, flow: Flow) -> list[Name]:
        """The other flows on it. One more through this flow, or one less where there is any."""
        ways = [self._cheapest_path(flow.head, flow.tail, without=flow.name)]
        if flow.count:
            ways.append(self._cheapest_path(flow.tail, flow.head, without=flow.name))
        return min(ways, key=itemgetter(0))[1]

    def _cheapest_path(self, start: Node, end: Node, *, without: Name) -> tuple[int, list[Name]]:
        """Dijkstra's; there always is one, because more can flow through everything."""
        order = count()  # nodes cannot be compared
        queue: list[tuple[int, int, Node, list[Name]]] = [(0, next(order), start, [])]
        done = set()
        while queue:
            cost, _, node, path = heappop(queue)
            if node == end:
                return cost, path
            if node in done:
                continue
            done.add(node)
            for name, other in self._steps(node):
                if name != without and other not in done:
                    heappush(queue, (cost + self._cost(name), next(order), other, [*path, name]))
        raise ValueError(f"the flows of {without!r} do not go round")

    def _steps(self, node: Node) -> Iterator[tuple[Name, Node]]:
        """Where one more can flow from here, or one less where something flows now."""
        for flow in self._touching[node]:
            if flow.tail == node:
                yield flow.name, flow.head
            elif flow.count:
                yield flow.name, flow.tail

    def _cost(self, name: Name) -> int:
        return (self.flows[name].cost or 0) if self._is_printed(name) else 0

    def __post_init__(self) -> None:
        self._touching: dict[Node, list[Flow]] = {}
        for flow in self.flows.values():
            self._touching.setdefault(flow.tail, []).append(flow)
            self._touching.setdefault(flow.head, []).append(flow)


def network_of(flows: Iterable[Flow]) -> Network:
    return Network({flow.name: flow for flow in flows})
