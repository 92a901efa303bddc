"""What `pyproject.toml` cannot say: the app and its pages, beside the package, go into it as `hitl.served`."""

from setuptools import find_namespace_packages, setup

setup(
    script_name="setup.py",  # else it is packed as a module of `hitl.served`
    packages=[*find_namespace_packages(include=["hitl", "hitl.*"]), "hitl.served", "hitl.served.pages"],
    package_dir={"hitl.served": ".", "hitl.served.pages": "pages"},
    package_data={
        "hitl": ["py.typed", *(f"**/*.{kind}" for kind in ("css", "js", "md", "png", "toml", "txt"))],
        "hitl.served": [".streamlit/config.toml"],
    },
    py_modules=[],
)
