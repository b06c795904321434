from typing import Any

from django.db import migrations

from studio.register import triggers

TABLE = "consent_grantversion"


def carry(apps: Any, schema_editor: Any) -> None:
    """What was negotiated knows its own mandate; what was not was signed under the licence's, unless that was over."""
    using = schema_editor.connection.alias
    versions = apps.get_model("consent", "GrantVersion").objects.using(using)
    asked = apps.get_model("consent", "Request").objects.using(using).exclude(version=None)
    negotiated = {version: mandate for version, mandate in asked.values_list("version", "mandate")}
    triggers.take_off(TABLE, using)
    for version in versions.select_related("grant__mandate"):
        mandate = version.grant.mandate
        over = mandate is not None and mandate.ended_at is not None and mandate.ended_at <= version.signed_at
        held = None if mandate is None or over else mandate.pk
        versions.filter(pk=version.pk).update(mandate=negotiated.get(version.pk, held))
    schema_editor.connection.check_constraints()


def carry_back(apps: Any, schema_editor: Any) -> None:
    """A licence has one mandate: that of its newest version."""
    using = schema_editor.connection.alias
    grants = apps.get_model("consent", "Grant").objects.using(using)
    for version in apps.get_model("consent", "GrantVersion").objects.using(using).order_by("number"):
        grants.filter(pk=version.grant_id).update(mandate=version.mandate_id)
    schema_editor.connection.check_constraints()


class Migration(migrations.Migration):
    """A licence had one mandate for all its versions, the first one's."""

    dependencies = [("consent", "0007_mandate_of_a_version")]

    operations = [migrations.RunPython(carry, carry_back)]
