"""What the pages share; the only place below them that imports Streamlit."""
