"""Widgets that are gone, which Streamlit never lets go of.

For as long as a tab lives it keeps what belongs to each widget that was ever drawn in it: its key, its callback, and
what that holds. Ours have new keys at every stop, so that no click is taken for one about another text: that would be
20 KB for each revision. Streamlit has no door for this, so it is taken out by hand.
"""

from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state import SessionState

MOST_KNOWN = 200
"""So many widgets may be known in a tab before the older half goes of those that are drawn no more.

A stop has ten of its own and a page some twenty, so a click on one that was replaced a moment ago is still answered.
"""


def let_go() -> None:
    """Forget, before a page is drawn, the widgets that were drawn first and are no more, if there are many.

    An earlier run of the same tab may not have ended: what it works on is copied in one step, and may be gone.
    """
    if (context := get_script_run_ctx()) is None:
        return
    state = context.session_state._state
    if len(state._new_widget_state.widget_metadata) > MOST_KNOWN:
        gone = _gone(state)
        for widget in gone[: (len(gone) + 1) // 2]:
            _forget(state, widget)


def _gone(state: SessionState) -> list[str]:
    """The ids of widgets that have no value any more, oldest first; what is kept of one by its key is no part of it."""
    widgets = state._new_widget_state
    known, *standing = map(list, (widgets.widget_metadata, state._old_state, widgets.states))
    still = set().union(*standing)
    return [widget for widget in known if widget not in still]


def _forget(state: SessionState, widget: str) -> None:
    state._new_widget_state.widget_metadata.pop(widget, None)
    key = state._key_id_mapper.id_key_mapping.pop(widget, None)
    if key is not None and state._key_id_mapper.get_id_from_key(key) == widget:  # the key may be another widget's now
        state._key_id_mapper._key_id_mapping.pop(key, None)
