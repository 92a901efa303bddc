"""Why a goal of a row is missed where it is, from profiles of such runs."""

WHY = {
    "click": """
        A click that decides draws the review page anew, 58 elements, and one that looks at another revision a part of
        it, 15; the blank page has two. Streamlit needs for each element a message, its turn in the browser and a
        place on the screen: the line with as many elements and nothing behind them is that time.
    """,
    "first-page": """
        The server listens as soon as the blank page's does. The rest is the browser's: it loads and draws the parts
        of a form of thirty elements, while a thread of the server goes on importing what the first click needs.
    """,
    "tutorial": """
        A click on Revise records the decision durably and replaces the page by the one that follows the draft, some
        forty elements; the tutorial's app goes on below the six that stand. One process of Python runs one thread at
        a time, so that with twenty people at once the difference adds up.
    """,
    "crowd": """
        One process of Python runs one thread at a time. All the fifty ask again at once, without reading, for texts
        that take two seconds: more than ten revisions a second, each of some hundred messages to a browser. A profile
        shows the pages drawn 0.2 s after a click, but Streamlit's event loop, which sends them, is behind: 44 % of its
        time goes into telling theme and settings anew at each run, 24 % into waking itself for each message. With texts
        of 200 words half of all time goes into the OpenAI client, which makes typed objects of 1,000 chunks a second.
        Several servers on one PostgreSQL database share such a load.
    """,
}
