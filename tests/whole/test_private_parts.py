"""Private parts of other packages that this one uses: each is where it is used, and bounded in pyproject.toml.

What is listed here no package promises to keep. A failure names the package, the part and the module that uses it:
adapt that module, then raise the package's upper bound in pyproject.toml.
"""

from __future__ import annotations

import importlib
import inspect
import re
import tomllib

import pytest
from packaging.requirements import Requirement

from support.county_folder import REPO

SRC = REPO / "src" / "xj_analysis"

# Module that uses it: the parts, as module:attribute.
PARTS = {
    "engine/kernels/application.py": (
        "ipykernel.kernelapp:IPKernelApp.init_poller",
        "ipykernel.kernelapp:IPKernelApp.init_control",
        "ipykernel.kernelapp:IPKernelApp.log_connection_info",
        "ipykernel.kernelapp:IPKernelApp.shell_channel_thread",
        "ipykernel.kernelapp:IPKernelApp.parent_handle",
        "ipykernel.kernelapp:IPKernelApp.connection_file",
        "ipykernel.kernelapp:IPKernelApp.outstream_class",
        "ipykernel.kernelapp:IPKernelApp.kernel_class",
        "ipykernel.ipkernel:IPythonKernel._topic",
        "ipykernel.zmqshell:ZMQInteractiveShell.init_environment",
        "IPython.core.application:BaseIPythonApplication.initialize",
    ),
    "engine/kernels/forked_process.py": (
        "ipykernel.kernelapp:IPKernelApp.control_thread",
        "ipykernel.zmqshell:ZMQInteractiveShell.set_custom_exc",
        "threading:_shutdown",
        "atexit:_run_exitfuncs",
    ),
    "engine/kernels/fork_server_client.py": ("ipykernel.ipkernel:IPythonKernel._execute_sleep",),
    "engine/kernels/stream.py": ("ipykernel.iostream:OutStream.flush", "ipykernel.iostream:OutStream.write"),
    "engine/kernels/provisioner.py": (
        "jupyter_client.asynchronous.client:AsyncKernelClient._async_wait_for_ready",
        "jupyter_client.asynchronous.client:AsyncKernelClient._async_is_alive",
        "jupyter_client.asynchronous.client:AsyncKernelClient._handle_kernel_info_reply",
        "jupyter_client.provisioning.local_provisioner:LocalProvisioner.process",
        "jupyter_client.provisioning.local_provisioner:LocalProvisioner.pgid",
        "jupyter_client.provisioning.local_provisioner:LocalProvisioner.connection_info",
    ),
    "engine/papermill_engine.py": (
        "papermill.clientwrap:PapermillNotebookClient.papermill_execute_cells",
        "papermill.engines:NBClientEngine.execute_managed_notebook",
        "papermill.engines:papermill_engines.register",
        "papermill.engines:papermill_engines.execute_notebook_with_engine",
        "papermill.engines:papermill_engines.nb_kernel_name",
        "papermill.execute:raise_for_execution_errors",
        "papermill.utils:chdir",
        "nbclient.client:NotebookClient.shutdown_kernel",
        "nbclient.client:NotebookClient.ipython_hist_file",
    ),
    "quantity/figure_array.py": tuple(
        f"pandas.api.extensions:ExtensionArray.{name}"
        for name in (
            "_accumulate",
            "_cast_pointwise_result",
            "_formatter",
            "_groupby_op",
            "_reduce",
            "_values_for_argsort",
            "_values_for_factorize",
            "_values_for_json",
        )
    ),
    "quantity/figure_storage.py": tuple(
        f"pandas.api.extensions:ExtensionArray.{name}"
        for name in ("_concat_same_type", "_from_factorized", "_from_scalars", "_from_sequence", "_readonly")
    ),
    "quantity/figure_dtype.py": (
        "pandas.api.extensions:ExtensionDtype._get_common_dtype",
        "pandas.api.extensions:ExtensionDtype._is_numeric",
        "pandas.api.extensions:ExtensionDtype._metadata",
    ),
    "base/completion.py": ("IPython.core.completer:context_matcher",),
    "briefing/notebook_session.py": (
        "IPython.core.history:HistoryManager.outputs",
        "IPython.core.history:HistoryManager.input_hist_parsed",
        "ipykernel.zmqshell:ZMQDisplayPublisher.register_hook",
    ),
    "briefing/charts/style.py": ("altair.utils.schemapi:debug_mode",),
}
# Parameters given by name that are not documented for users.
PARAMETERS = {
    "papermill:execute_notebook": ("engine_name", "prepare_only", "cwd"),
    "papermill.engines:papermill_engines.execute_notebook_with_engine": ("engine_name", "nb", "kernel_name"),
    "papermill.engines:papermill_engines.nb_kernel_name": ("engine_name", "nb"),
    "papermill.execute:raise_for_execution_errors": ("nb", "output_path"),
    "ipykernel.kernelapp:IPKernelApp.init_control": ("context",),
    "jupyter_client.asynchronous.client:AsyncKernelClient._async_wait_for_ready": ("timeout",),
    "altair:Chart.to_dict": ("validate", "context"),
}
# What the compilers of charts and pages are called by, though no private part of theirs is used.
BOUNDED = ("vl-convert-python", "typst")
STANDARD = {"threading", "atexit"}


def part(path: str) -> object:
    """What `path` names; an error that says what is missing."""
    module, _, names = path.partition(":")
    found: object = importlib.import_module(module)
    for name in names.split("."):
        # traits are there by name though not by value
        traits: list[str] = getattr(found, "class_trait_names", list)()
        if not hasattr(found, name) and name not in traits:
            package = module.partition(".")[0]
            raise LookupError(f"{package} has no {path} any more")
        found = getattr(found, name, None)
    return found


def missing(user: str, path: str) -> str:
    """Why a part cannot be used as `user` does; empty where it can."""
    try:
        part(path)
    except (ImportError, LookupError) as error:
        return f"{error}: src/xj_analysis/{user} uses it. Adapt it, then raise the bound in pyproject.toml."
    return ""


@pytest.mark.parametrize(("user", "path"), [(user, path) for user, paths in PARTS.items() for path in paths])
def test_a_private_part_is_where_it_is_used(user: str, path: str) -> None:
    assert missing(user, path) == ""
    name = path.rpartition(":")[2].rpartition(".")[2]
    assert re.search(rf"\b{name}\b", (SRC / user).read_text(encoding="utf-8")), f"{user} does not use {name} any more"


@pytest.mark.parametrize(("path", "names"), PARAMETERS.items())
def test_a_function_takes_what_it_is_given(path: str, names: tuple[str, ...]) -> None:
    function = part(path)
    assert callable(function)
    taken = inspect.signature(function).parameters
    free = any(parameter.kind is inspect.Parameter.VAR_KEYWORD for parameter in taken.values())
    lost = [name for name in names if name not in taken and not free]
    assert not lost, f"{path} does not take {lost} any more"


def test_what_has_moved_is_named_with_its_package_and_its_user() -> None:
    said = missing("engine/kernels/application.py", "ipykernel.kernelapp:IPKernelApp.shell_pigeon")
    assert "ipykernel has no ipykernel.kernelapp:IPKernelApp.shell_pigeon any more" in said
    assert "src/xj_analysis/engine/kernels/application.py" in said and "pyproject.toml" in said
    assert "ipykernel.kernelhouse" in missing("engine/kernels/application.py", "ipykernel.kernelhouse:IPKernelApp")


def test_every_package_with_a_private_part_in_use_has_an_upper_bound() -> None:
    project = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    required = {one.name: one.specifier for one in map(Requirement, project["dependencies"])}
    used = {path.partition(":")[0].partition(".")[0] for paths in PARTS.values() for path in paths} - STANDARD
    wanted = {name.lower().replace("_", "-") for name in used} | set(BOUNDED)
    assert wanted <= set(required)
    unbounded = {name for name in wanted if not any(one.operator in ("<", "==", "~=") for one in required[name])}
    assert unbounded == set()
