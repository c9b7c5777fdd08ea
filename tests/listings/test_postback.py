"""WebForms: the form a browser would send."""

from __future__ import annotations

from newscrawler.listings import form_for_postback, read_listing
from newscrawler.listings.postback import postback_call

FORM = """<form method=get action=/tim><input name=q value=x></form>
<form method="post" action="./Tin.aspx?muc=3" id="aspnetForm">
<input type=hidden name=__EVENTTARGET><input type=hidden name=__VIEWSTATE value="/wE&amp;P=="><input type=hidden
name="ctl00$ctl45$g_7c$ctl00$hfDate" value=""><input type=submit name="ctl00$ctl45$g_7c$ctl00$btnSubmit" value="Xem">
<input type=checkbox name=a checked><input type=checkbox name=b><input type=radio name=r value=1>
<input type=radio name=r value=2 checked><select name=s><option value=1>một<option value=2 selected>hai</select>
<select name=o><option>ba</select>
<textarea name=t>abc</textarea><input type=text name=off disabled value=1><input type=file name=f></form>"""


def test_calls() -> None:
    assert postback_call("javascript:__doPostBack('a$b','Page$2')") == ("a$b", "Page$2")
    assert postback_call('javascript:__doPostBack("a\\$b", "")') == ("a$b", "")
    options = (
        'javascript:WebForm_DoPostBackWithOptions(new WebForm_PostBackOptions("x$y", "", true, "", "", false, true))'
    )
    assert postback_call(options) == ("x$y", "")
    assert postback_call("javascript:loadNews('2')") is None


def test_all_that_a_browser_sends() -> None:
    sent = form_for_postback(FORM, "http://portal.example/Tin.aspx?muc=3", "ctl00$pager", "Page$2")
    assert sent is not None
    assert sent[0] == "http://portal.example/Tin.aspx?muc=3"
    assert sent[1] == {
        "__EVENTTARGET": "ctl00$pager",
        "__EVENTARGUMENT": "Page$2",
        "__VIEWSTATE": "/wE&P==",
        "ctl00$ctl45$g_7c$ctl00$hfDate": "",
        "a": "on",
        "r": "2",
        "s": "2",
        "o": "ba",
        "t": "abc",
    }


def test_names_may_be_given_by_their_ending() -> None:
    extra = {"hfDate": "21/04/2017", "btnSubmit": "xemtheongay"}
    sent = form_for_postback(FORM.encode(), "http://portal.example/", "", "", extra)
    assert sent is not None
    assert sent[1]["ctl00$ctl45$g_7c$ctl00$hfDate"] == "21/04/2017"
    assert sent[1]["ctl00$ctl45$g_7c$ctl00$btnSubmit"] == "xemtheongay"


def test_no_form() -> None:
    assert form_for_postback("<p>x</p>", "http://portal.example/", "a") is None


def _listing(pager: str) -> str:
    items = "".join(
        f'<li><a href="/tin-{n}00.html">Hội nghị lần thứ {n} của hội đồng nhân dân</a></li>' for n in range(5)
    )
    state = '<input type="hidden" name="__VIEWSTATE" value="v">'
    return f'<form method="post">{state}<ul>{items}</ul><div>{pager}</div></form>'


def _call(argument: str, label: str) -> str:
    return f"<a href=\"javascript:__doPostBack('g','{argument}')\">{label}</a>"


def test_the_number_on_show_decides() -> None:
    pager = _call("Page$1", "1") + "<span>2</span>" + _call("Page$3", "3") + _call("Page$4", "4")
    found = read_listing(_listing(pager), "http://portal.example/t").next_page
    assert found is not None
    assert found.form is not None
    assert found.form["__EVENTARGUMENT"] == "Page$3"


def test_dots_lead_to_the_next_ten() -> None:
    pager = "".join(_call(f"Page${n}", str(n)) for n in range(1, 10)) + "<span>10</span>" + _call("Page$11", "...")
    found = read_listing(_listing(pager), "http://portal.example/t").next_page
    assert found is not None
    assert found.form is not None
    assert found.form["__EVENTARGUMENT"] == "Page$11"


def test_the_last_page_has_no_next_even_if_the_word_is_a_link() -> None:
    pager = _call("Page$1", "1") + _call("Page$2", "2") + "<span>3</span>" + _call("Page$Next", "Tiếp")
    assert read_listing(_listing(pager), "http://portal.example/t").next_page is None


def test_the_form_of_a_rewritten_address_leads_to_the_script_behind_it() -> None:
    pager = """<div><b>1</b> <a href="javascript:__doPostBack('p$c1','')">2</a></div>"""
    page = _listing(pager).replace('method="post"', 'method="post" action="../../muc.aspx"', 1)
    found = read_listing(page, "http://portal.example/muc/7c2/doi-song.aspx").next_page
    assert found is not None
    assert (found.url, (found.form or {})["__EVENTTARGET"]) == ("http://portal.example/muc.aspx", "p$c1")
