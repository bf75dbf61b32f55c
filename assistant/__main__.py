"""``python -m assistant train | run | validate | test-nlu | compare``: Rasa, started our way.

Without TensorFlow, telemetry or personal data in the log, on loopback only.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from assistant import lean_imports, private_logging, without_tensorflow

LOOPBACK = "127.0.0.1"
NEEDED = ("AFTERSALES_RASA_SECRET", "AFTERSALES_ACTIONS_SECRET", "AFTERSALES_ACTIONS_URL")


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    options = _parser().parse_args(arguments)
    without_tensorflow.install()
    private_logging.install()
    os.environ.update(
        RASA_TELEMETRY_ENABLED="false",
        SQLALCHEMY_SILENCE_UBER_WARNING="1",  # Rasa is bound to SQLAlchemy 1.4 for good
        RASA_MAX_CACHE_SIZE="0",  # its cache looks at configuration only, and would keep models of older code
    )
    sys.path.insert(1, os.getcwd())
    handlers = {
        "train": _train,
        "run": _run,
        "validate": _validate,
        "test-nlu": _test_nlu,
        "compare": _compare,
    }
    return handlers[options.command](options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m assistant", description="The Rasa assistant of the desk."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    train = commands.add_parser("train", help="train a model")
    train.add_argument("--out", default="models", help="folder for the model")
    train.add_argument("--fixed-model-name", default="aftersales", help="file name without .tar.gz")
    validate = commands.add_parser(
        "validate", help="check domain, rules, stories and examples against each other"
    )
    for command in (train, validate):
        command.add_argument("--config", default="config.yml")
        command.add_argument("--domain", default="domain.yml")
        command.add_argument("--data", nargs="+", default=["data"], help="files or folders")
    run = commands.add_parser("run", help="serve a model to the service")
    run.add_argument("--port", type=int, default=5005)
    run.add_argument("--endpoints", default="endpoints.yml")
    run.add_argument("--credentials", default="credentials.yml")
    test = commands.add_parser("test-nlu", help="measure a model on labelled examples")
    test.add_argument("--nlu", required=True, help="file or folder of examples")
    test.add_argument("--out", default="results")
    compare = commands.add_parser("compare", help="whether a model with new labels is as good as without")
    compare.add_argument("--config", type=Path, default=Path("config.yml"))
    compare.add_argument("--data", type=Path, default=Path("data"))
    for name, what in (
        ("running", "labels of the running model"),
        ("candidate", "labels of the new model"),
        ("held-out", "labels that neither learns"),
        ("out", "what was found, as JSON"),
    ):
        compare.add_argument(f"--{name}", type=Path, required=True, help=what)
    for command in (run, test):
        command.add_argument("--model", default="models/aftersales.tar.gz")
    return parser


def _train(options: argparse.Namespace) -> int:
    lean_imports.install()
    from rasa.api import train

    from assistant import patches

    configure_logging()
    patches.install(patches.TRAINING)
    result = train(
        domain=options.domain,
        config=options.config,
        training_files=options.data,
        output=options.out,
        fixed_model_name=options.fixed_model_name,
        force_training=True,
    )
    if result.code == 0:
        print(f"trained {result.model}")
    return int(result.code)


def _run(options: argparse.Namespace) -> int:
    # Rasa would serve the newest other model in the folder, or none at all, and answer 200 with nothing.
    if not Path(options.model).is_file():
        return _refuse(f"There is no model {options.model}: train one with `python -m assistant train`.")
    missing = [name for name in NEEDED if not os.environ.get(name)]
    if missing:
        return _refuse(f"Set {', '.join(missing)} in the environment first.")

    lean_imports.install()
    from rasa.core.run import serve_application
    from rasa.core.utils import AvailableEndpoints

    from assistant import patches

    configure_logging()
    patches.install(patches.SERVING)
    serve_application(
        model_path=options.model,
        interface=LOOPBACK,
        port=options.port,
        credentials=options.credentials,
        endpoints=AvailableEndpoints.read_endpoints(options.endpoints),
        enable_api=False,
    )
    return 0


def _validate(options: argparse.Namespace) -> int:
    return _rasa(
        "data", "validate", "--domain", options.domain, "--config", options.config, "--data", *options.data
    )


def _test_nlu(options: argparse.Namespace) -> int:
    if not Path(options.model).is_file():
        return _refuse(f"There is no model {options.model}: train one with `python -m assistant train`.")
    return _rasa("test", "nlu", "--nlu", options.nlu, "--model", options.model, "--out", options.out)


def _compare(options: argparse.Namespace) -> int:
    from assistant.comparing import compare

    compare(options.config, options.data, options.running, options.candidate, options.held_out, options.out)
    return 0


def configure_logging() -> None:
    from rasa.utils.common import configure_logging_and_warnings
    from rasa.utils.log_utils import configure_structlog

    configure_logging_and_warnings()
    configure_structlog()


def _rasa(*arguments: str) -> int:
    from rasa.__main__ import main as rasa_main

    sys.argv = ["rasa", *arguments]
    rasa_main()
    return 0


def _refuse(reason: str) -> int:
    print(reason, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
