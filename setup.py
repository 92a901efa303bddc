"""What `pyproject.toml` cannot say: the app and its pages, beside the package, go into it as `hitl.served`."""

from setuptools import find_packages, setup

setup(
    packages=[*find_packages(include=["hitl", "hitl.*"]), "hitl.served", "hitl.served.pages"],
    package_dir={"hitl.served": ".", "hitl.served.pages": "pages"},
    package_data={
        "hitl": ["py.typed"],
        "hitl.ui": ["*.js", "*.css", "*.png"],
        "hitl.writer": ["*.toml", "examples/*.md"],
        "hitl.served": [".streamlit/config.toml"],
    },
    py_modules=[],
)
