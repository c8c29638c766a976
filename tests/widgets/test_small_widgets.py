import pytest
from PyQt6.QtCore import QEvent, QPointF, Qt, QUrl
from PyQt6.QtGui import QColor, QImage, QKeyEvent, QPainter
from PyQt6.QtTest import QTest

from mars7viz.mission.grade import Grade
from mars7viz.shells.desktop.actions import key_rows
from mars7viz.shells.widgets.buttons import Button
from mars7viz.shells.widgets.clock import Clock
from mars7viz.shells.widgets.dialogs import SourcesDialog, about_page, keys_page
from mars7viz.shells.widgets.event_list import EventList
from mars7viz.shells.widgets.icons import icon
from mars7viz.shells.widgets.marks import grade_mark_uri, paint_grade_mark
from mars7viz.shells.widgets.menus import LAYER_WORDS, FocusMenu, ViewMenu
from mars7viz.shells.widgets.play_controls import PlayControls
from mars7viz.snapshot.camera import focus_names
from mars7viz.snapshot.options import Layers, Playback

pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)")


# --- event list


@pytest.fixture
def events(qtbot, mission, theme, view_at):
    made = EventList(mission, theme)
    qtbot.addWidget(made)
    made.resize(made.width(), 500)
    made.show()
    made.present(*view_at("1974-03-09T08:45"))
    return made


def test_a_click_and_enter_choose_an_event(events, qtbot, mission):
    chosen = []
    events.event_chosen.connect(chosen.append)
    view = events.view
    index = view.model().index(3)
    view.scrollTo(index)
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center()
    )
    assert chosen == [mission.events[3].id]
    view.setCurrentIndex(view.model().index(5))
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert chosen[-1] == mission.events[5].id


def test_presenting_marks_the_last_event_and_asks_for_nothing(events, view_at, mission):
    chosen = []
    events.event_chosen.connect(chosen.append)
    for event in mission.events:
        events.present(*view_at(event.et))
        begun = [other.id for other in mission.events if other.et <= event.et + 0.5]
        assert events.current_event_id == begun[-1]
    events.present(*view_at(mission.timeline_start_et))
    assert events.current_event_id is None
    assert chosen == []


@pytest.mark.parametrize("language", ["en", "ru"])
def test_an_event_says_date_and_grade_to_a_reader(events, view_at, mission, language):
    events.present(*view_at("1974-03-09T08:45", language))
    model = events.view.model()
    for i, event in enumerate(mission.events):
        text = model.data(model.index(i), Qt.ItemDataRole.AccessibleTextRole)
        assert event.name.in_language(language) in text
        assert event.description.in_language(language)[:20] in model.data(
            model.index(i), Qt.ItemDataRole.ToolTipRole
        )


def test_the_list_grades_the_event_and_its_date(events, mission):
    model = events.view.model()
    both = 0
    for i, event in enumerate(mission.events):
        text = model.data(model.index(i), Qt.ItemDataRole.AccessibleTextRole)
        words = [part for part in text.split("; ") if part in set(Grade)]
        assert words == [event.grade.value, event.time_grade.value]
        both += event.grade is not event.time_grade
    assert both > 5


def test_the_card_tells_numbers_rivals_and_both_accounts(events, view_at, mission):
    events.present(*view_at(mission.event("correction_1").et))
    page = events.card.toPlainText()
    assert "5.06 m/s" in page
    assert "3.6 s" in page
    assert "First course correction" in page
    events.present(*view_at(mission.event("retro_silent").et))
    assert events.card.event_id == "retro_silent"
    page = events.card.toPlainText()
    main = next(account for account in mission.accounts if account.is_main)
    other = next(account for account in mission.accounts if not account.is_main)
    assert page.index(main.name.en) < page.index(other.name.en)
    assert "Approach correction overruns" in page
    events.present(*view_at(mission.event("closest_approach").et))
    page = events.card.toPlainText()
    assert "1 300 km" in page
    assert "1 400 km" in page.replace("\u2009", " ")


def test_a_link_of_the_card_goes_to_its_event(events, mission):
    chosen = []
    events.event_chosen.connect(chosen.append)
    events.card.anchorClicked.emit(QUrl("event:approach_correction"))
    assert chosen == ["approach_correction"]
    assert events.card.event_id == "approach_correction"


# --- play controls


@pytest.fixture
def controls(qtbot, theme, view_at):
    made = PlayControls(theme)
    qtbot.addWidget(made)
    made.present(*view_at("1974-03-09T08:45"))
    made.show()
    return made


def test_every_button_asks_for_its_own(controls):
    asked = []
    controls.play_toggled.connect(lambda: asked.append("play"))
    controls.reverse_requested.connect(lambda: asked.append("reverse"))
    controls.slower_requested.connect(lambda: asked.append("slower"))
    controls.faster_requested.connect(lambda: asked.append("faster"))
    controls.event_step_requested.connect(asked.append)
    for button in controls.buttons.values():
        button.click()
    assert asked == [-1, "reverse", "slower", "play", "faster", 1]


def test_the_rate_is_shown_and_presenting_asks_for_nothing(controls, view_at):
    asked = []
    for signal in (controls.play_toggled, controls.reverse_requested, controls.faster_requested):
        signal.connect(lambda *_: asked.append(1))
    playback = Playback(is_playing=True, rate=-3600.0)
    for _ in range(10):
        controls.present(*view_at("1974-03-09T08:45", "ru", playback=playback))
    assert controls.rate_reading.figure.plain == "−1\u2009ч/с\u2009×3\u2009600"
    assert controls.buttons["reverse"].isChecked()
    assert controls.buttons["play"].accessibleName() == "Пауза"
    assert controls.rate_reading.content_width() <= controls.rate_reading.width()
    assert asked == []


def test_every_button_has_a_name_a_shortcut_and_a_fingers_height(controls):
    for button in controls.buttons.values():
        assert button.accessibleName()
        assert "·" in button.toolTip()
        assert button.height() >= 44


# --- clock


# Mission time counts the leap second at the end of 1973; the digits of UTC do not.
@pytest.mark.parametrize(
    ("at", "language", "texts"),
    [
        ("1974-03-09T08:41:07", "en", ("1974-03-09 08:41:07", "11:41", "T+211\u00a0d 15:40:51")),
        (
            "1974-03-09T22:41:07",
            "ru",
            ("1974-03-09 22:41:07", "10 марта 01:41", "T+212\u00a0сут 05:40:51"),
        ),
    ],
)
def test_the_clock_shows_three_times(qtbot, theme, view_at, at, language, texts):
    clock = Clock(theme)
    qtbot.addWidget(clock)
    clock.present(*view_at(at, language))
    assert clock.texts == texts
    assert clock.content_width() <= clock.sizeHint().width()


def test_no_digit_moves_its_neighbours(qtbot, theme, view_at):
    clock = Clock(theme)
    qtbot.addWidget(clock)
    widths = set()
    for at in ("1974-03-09T08:41:07", "1974-03-09T11:11:11", "1974-02-28T20:00:00"):
        clock.present(*view_at(at))
        widths.add(round(clock.content_width(), 3))
    assert len(widths) == 1


# --- menus


def test_the_focus_menu_asks_and_greys_what_does_not_exist(qtbot, shipped_world, view_at):
    asked = []
    menu = FocusMenu(focus_names(shipped_world), shipped_world.mission, None)
    qtbot.addWidget(menu)
    menu.focus_requested.connect(asked.append)
    menu.present(*view_at("1973-08-08T18:00"))
    by_text = {action.text(): action for action in menu.actions()}
    assert not by_text["Lander"].isEnabled()
    by_text["Phobos"].trigger()
    assert asked == ["phobos"]
    menu.present(*view_at("1974-03-09T08:45", "ru"))
    assert {"Фобос", "Спускаемый аппарат"} <= {action.text() for action in menu.actions()}
    assert asked == ["phobos"]


def test_the_view_menu_shows_the_options_and_asks_for_others(qtbot, view_at):
    menu = ViewMenu()
    qtbot.addWidget(menu)
    asked = []
    menu.layer_toggled.connect(asked.append)
    menu.body_scale_requested.connect(asked.append)
    menu.exposure_requested.connect(asked.append)
    options = {"layers": Layers(stars=False), "body_scale": 100.0, "exposure_ev": 1.0}
    menu.present(*view_at("1974-03-09T08:45", **options))
    assert asked == []
    by_text = {action.text(): action for action in menu.actions()}
    assert not by_text["Stars"].isChecked()
    assert by_text["Orbits"].isChecked()
    by_text["Stars"].trigger()
    menu._scales[1000.0].trigger()
    menu._exposures[-1.0].trigger()
    assert asked == ["stars", 1000.0, -1.0]
    assert menu._scales[100.0].text() == "×100"


def test_every_layer_of_the_menu_is_one_of_the_options():
    layers = Layers()
    assert all(isinstance(getattr(layers, name), bool) for name in LAYER_WORDS)


# --- buttons, marks, icons, pages


def test_space_presses_a_button_before_it_is_a_shortcut(qtbot):
    pressed = []
    button = Button()
    qtbot.addWidget(button)
    button.clicked.connect(lambda: pressed.append(1))
    override = QKeyEvent(
        QEvent.Type.ShortcutOverride, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier
    )
    override.ignore()
    assert button.event(override)
    assert override.isAccepted()
    QTest.keyClick(button, Qt.Key.Key_Space)
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert len(pressed) == 2


def test_no_two_grades_have_the_same_mark_without_colour(qapp):
    shapes = set()
    for grade in Grade:
        image = QImage(24, 24, QImage.Format.Format_Grayscale8)
        image.fill(0)
        painter = QPainter(image)
        paint_grade_mark(painter, QPointF(12.0, 12.0), 8.0, grade, QColor("white"))
        painter.end()
        shapes.add(bytes(image.constBits().asstring(image.sizeInBytes())))
        assert grade_mark_uri(grade, 14).startswith("data:image/png;base64,")
    assert len(shapes) == len(Grade)


def test_icons_are_tinted(qapp):
    image = icon("play").pixmap(20, 20).toImage()
    assert any(image.pixelColor(x, 10).lightnessF() > 0.8 for x in range(20))


@pytest.mark.parametrize("language", ["en", "ru"])
def test_sources_are_found_by_any_word(qtbot, mission, theme, language):
    dialog = SourcesDialog(mission, theme, language)
    qtbot.addWidget(dialog)
    assert dialog.count.text().startswith(str(len(mission.sources)))
    source = mission.sources[5]
    QTest.keyClicks(dialog.search, source.key)
    assert source.title in dialog.page.toPlainText()
    assert int(dialog.count.text().split()[0]) < len(mission.sources)
    dialog.show_matching("no such words anywhere")
    assert dialog.count.text().startswith("0")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_pages_name_keys_grades_licence_and_credits(qapp, mission, language):
    keys = keys_page(key_rows(language), language)
    assert "F11" in keys
    assert keys.count("data:image/png") == len(Grade)
    about = about_page(mission, language)
    assert "GNU General Public License" in about
    assert "Lucide" in about
    assert "DE440" in about
