"""Run docs/notebook.ipynb with plain Python, without Jupyter, and keep what its cells print, show and draw.

python docs/run_notebook.py            # run it and write its outputs into it
python docs/run_notebook.py --check    # only run it; exit 1 where a cell fails or shows another sort of thing
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any

NOTEBOOK = Path(__file__).with_name("notebook.ipynb")
Cell = dict[str, Any]


def run(source: str, names: dict[str, Any], number: int) -> list[Cell]:
    """What a code cell prints, and the value of its last expression, in the shape of a notebook (nbformat 4.5)."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, f"cell {number}", "exec"), names)  # noqa: S102 - our own notebook
        value = (
            eval(compile(ast.Expression(last.value), f"cell {number}", "eval"), names)  # noqa: S307
            if isinstance(last, ast.Expr)
            else None
        )
    found: list[Cell] = []
    if printed.getvalue():
        found.append({"output_type": "stream", "name": "stdout", "text": lines(printed.getvalue())})
    if value is not None:
        data = {kind: lines(text) for kind, text in shown(value).items()}
        found.append({"output_type": "execute_result", "execution_count": number, "metadata": {}, "data": data})
    return found


def shown(value: Any) -> dict[str, str]:
    """A value as a notebook shows it: a chart as SVG, a frame as a table, anything as text."""
    if hasattr(value, "_repr_mimebundle_"):
        bundle = value._repr_mimebundle_(None, None)
        bundle = bundle[0] if isinstance(bundle, tuple) else bundle
        return {kind: text for kind, text in bundle.items() if isinstance(text, str)}
    data = {"text/plain": repr(value)}
    html = value._repr_html_() if hasattr(value, "_repr_html_") else None
    return {"text/html": html, **data} if html else data


def lines(text: str) -> list[str]:
    """Text as a notebook keeps it: a list of lines with their ends."""
    return text.splitlines(keepends=True)


def sort_of(outputs: list[Cell]) -> list[tuple[str, ...]]:
    """Of what sorts some outputs are, whatever stands in them."""
    return [(output["output_type"], *sorted(output.get("data", ()))) for output in outputs]


def main() -> int:
    """Run all cells in order, in the folder of the notebook."""
    check = "--check" in sys.argv
    book = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    os.chdir(NOTEBOOK.parent)
    names: dict[str, Any] = {"__name__": "__main__"}
    number = 0
    for cell in book["cells"]:
        if cell["cell_type"] != "code":
            continue
        number += 1
        try:
            outputs = run("".join(cell["source"]), names, number)
        except Exception:
            traceback.print_exc()
            print(f"cell {number} failed")
            return 1
        if check and sort_of(outputs) != sort_of(cell["outputs"]):
            print(f"cell {number} shows {sort_of(outputs)}, and {sort_of(cell['outputs'])} is kept")
            return 1
        cell |= {"outputs": outputs, "execution_count": number}
    if not check:
        NOTEBOOK.write_text(json.dumps(book, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{number} cells run")
    return 0


if __name__ == "__main__":
    sys.exit(main())
