"""What `pyproject.toml` cannot say: the app and its pages, beside the package, go into it as `hitl.served`."""

from setuptools import find_packages, setup

setup(
    packages=[*find_packages(include=["hitl", "hitl.*"]), "hitl.served", "hitl.served.pages"],
    package_dir={"hitl.served": ".", "hitl.served.pages": "pages"},
    package_data={
        "hitl": ["py.typed", *(f"**/*.{kind}" for kind in ("css", "js", "md", "png", "toml", "txt"))],
        "hitl.served": [".streamlit/config.toml"],
    },
    py_modules=[],
)
