"""Counts how the danger recogniser does on the corpora: real danger found, and harmless messages raised, by language.

Run `python tests/corpus/danger_score.py practice` (or `unseen`); `--show` prints the messages that went wrong. The
unseen corpora are for judging only: nobody who changes the word lists reads them, so use --show on practice alone.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[2]))

from bot.understanding.danger.finding import Danger, find_danger

FOLDER = Path(__file__).parent / "danger"


class Row(NamedTuple):
    """One labelled message: language, sort of danger now or "-", "urgent" or "-", the words."""

    language: str
    now: str
    urgent: str
    message: str

    @property
    def kind(self) -> str:
        return "now" if self.now != "-" else "urgent" if self.urgent != "-" else "harmless"


@dataclass
class Score:
    """Counts by (language, measure), and what went wrong as (measure, row, answer)."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    wrong: list[tuple[str, Row, Danger]] = field(default_factory=list)

    def rate(self, language: str, part: str, whole: str) -> float:
        """Return part / whole for a language or "all"; 1.0 when there is nothing to count."""
        total = self.counts[language, whole]
        return self.counts[language, part] / total if total else 1.0


def read_rows(corpus: str) -> Iterator[Row]:
    """Yield the labelled messages of `practice` or `unseen`. Raises ValueError when a line has not four columns."""
    for path in sorted(FOLDER.glob(f"{corpus}_*.tsv")):
        for line in path.read_text("utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                language, now, urgent, message = line.split("\t")
                yield Row(language, now, urgent, message)


def score_corpus(corpus: str, recognise: Callable[[str], Danger] = find_danger) -> Score:
    """Return how `recognise` does on a corpus."""
    score = Score()
    for row in read_rows(corpus):
        danger = recognise(row.message)
        for language in (row.language, "all"):
            score.counts[language, row.kind] += 1
            score.counts[language, row.kind + " raised"] += danger.now is not None
            score.counts[language, row.kind + " told"] += danger.urgent
            if row.kind == "now":
                score.counts[f"{language} {row.now}", "now"] += 1
                score.counts[f"{language} {row.now}", "now raised"] += danger.now is not None
        if (row.kind == "now" and danger.now is None) or (row.kind == "urgent" and not danger.urgent):
            score.wrong.append(("missed", row, danger))
        if row.kind != "now" and danger.now is not None:
            score.wrong.append(("needless", row, danger))
    return score


def print_table(score: Score, by_sort: bool = False) -> None:
    """Print one line per language, or per language and sort: danger found, and what was raised or told besides."""
    print(f"{'':12}{'found/real':>12}{'needless/harmless':>20}{'told/urgent':>14}{'raised of urgent':>18}")
    for language in sorted({key[0] for key in score.counts if by_sort or " " not in key[0]}):
        count = {name: score.counts[language, name] for name in (
            "now", "now raised", "harmless", "harmless raised", "urgent", "urgent told", "urgent raised",
        )}  # fmt: skip
        found, needless = f"{count['now raised']}/{count['now']}", f"{count['harmless raised']}/{count['harmless']}"
        told, raised = f"{count['urgent told']}/{count['urgent']}", f"{count['urgent raised']}/{count['urgent']}"
        print(f"{language:12}{found:>12}{needless:>20}{told:>14}{raised:>18}")


if __name__ == "__main__":
    result = score_corpus(sys.argv[1] if len(sys.argv) > 1 else "practice")
    print_table(result, "--sorts" in sys.argv)
    if "--show" in sys.argv:
        for what, row, danger in result.wrong:
            print(what, row.language, row.kind, danger.now or "-", danger.concern or "-", row.message, sep="\t")
