"""Why a goal of a row is missed where it is, from profiles of such runs."""

WHY = {
    "turn": """
        Both sides run the same loop of LangGraph, which takes most of the time of either. Ours writes three times for
        the bare graph's six, but also what the bare graph does not have: the call with its prompt, the text and the
        seals, under a lock that other servers see. The rest differs by less than the machine does from run to run.
    """,
    "click": """
        A click that decides draws the review page anew, some fifty elements, and one that looks at another revision a
        part of it; the blank page has two. Streamlit needs for each element a message, its turn in the browser and a
        place on the screen: the line with as many elements and nothing behind them is that time. A profile of the
        browser shows layout and style, not scripts of ours. The blank page with our settings takes half of its time
        with the default settings already, so that no page can stay below that half.
    """,
    "first-page": """
        The server listens as soon as the blank page's does, and imports nothing heavy before the form of a new draft
        is drawn. The rest is the browser's, which loads and draws the parts of a form.
    """,
    "tutorial": """
        A click on Revise records the decision durably and replaces the page by the one that follows the draft; the
        tutorial's app goes on below the six elements that stand. One process of Python runs one thread at a time, so
        that with twenty people at the same moment the difference adds up: each takes some 30 ms of the processor.
    """,
    "crowd": """
        One process of Python runs one thread at a time. Of it the OpenAI client takes 0.15 ms for each token, a frame
        of a growing text 0.4 ms, and a click with the draft and the pages that follow it some 60 ms; what comes at
        the same moment waits. Several servers on one PostgreSQL database share such a load.
    """,
}
