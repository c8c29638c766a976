r"""The reader of text kernels, against CSPICE and against itself."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mars7viz.assets import asset_path
from mars7viz.ephemeris.errors import EphemerisError
from mars7viz.ephemeris.orientation import PCK_FILE
from mars7viz.ephemeris.pck import parse_text_kernel, read_text_kernel

names = st.from_regex(r"[A-Z][A-Z0-9_/]{0,20}", fullmatch=True)
numbers = st.floats(allow_nan=False, allow_infinity=False)
texts = st.text(st.characters(codec="ascii", exclude_categories=("Cc",)), max_size=20)
values = st.lists(numbers | texts, min_size=1, max_size=6)


def written(value, fortran):
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return repr(value).replace("e", "D") if fortran else repr(value)


@given(st.dictionaries(names, values, max_size=5), st.booleans(), st.sampled_from(" \n,"))
def test_what_is_written_is_read(pool, fortran, between):
    lines = ["Prose = with (signs and 'quotes", "\\begindata"]
    for name, row in pool.items():
        body = between.join(written(value, fortran) for value in row)
        lines += [f"  {name} = ( {body} )", "\\begintext", f"{name} = nonsense", "\\begindata"]
    assert parse_text_kernel("\n".join(lines), name="x") == {k: tuple(v) for k, v in pool.items()}


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused_by_line(text):
    message = None
    try:
        parse_text_kernel("\\begindata\n" + text, name="any.tpc")
    except EphemerisError as error:
        message = str(error)
    assert message is None or message.startswith("any.tpc, line ")


def test_later_assignments_replace_and_append():
    text = "\\begindata\nA = 1\nA = ( 2, 3D0 )\nA += 4\nB += ( 'x' @2000-JAN-1 )\n"
    assert parse_text_kernel(text, name="x") == {"A": (2.0, 3.0, 4.0), "B": ("x", "@2000-JAN-1")}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("A 1", "line 2: after A comes '1', not '='"),
        ("A = ( 1 2", "line 2: A has 'the end'"),
        ("A =", "line 2: A has 'the end'"),
        ("= 1", "line 2: '=' stands where a name should"),
        ("A = 1\n\n7 = 1", "line 4: '7' stands where a name should"),
        ("A = one", "line 2: A has 'one', which is no number, text or date"),
        ("A = 'open", 'line 2: cannot read "\'open"'),
    ],
)
def test_what_is_wrong_is_named(data, message):
    with pytest.raises(EphemerisError) as caught:
        parse_text_kernel(f"\\begindata\n{data}", name="broken.tpc")
    assert str(caught.value).startswith("broken.tpc, ")
    assert message in str(caught.value)


def test_the_shipped_kernel_is_read_as_spice_reads_it(spice):
    pool = read_text_kernel(asset_path("ephemeris", PCK_FILE))
    keys = spice.gnpool("BODY*", 0, 2000)
    assert len(keys) > 400
    for key in keys:
        theirs = spice.gdpool(key, 0, 200)
        # The last digit may differ: each has its own way from decimals to floats.
        np.testing.assert_allclose(pool[key], theirs, rtol=4e-16, err_msg=key)
    assert {key for key in pool if key.startswith("BODY")} == set(keys)
