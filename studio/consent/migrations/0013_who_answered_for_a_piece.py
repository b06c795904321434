import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def by_the_owner(apps, schema_editor):
    """Where nobody was named the answer was her own. Where somebody was it is not known, and counts as his."""
    approvals = apps.get_model("consent", "PieceApproval").objects.exclude(answered_at=None)
    owner = apps.get_model("twins", "Twin").objects.filter(pk=OuterRef("twin")).values("owner")
    hers = approvals.exclude(version__terms__approval="named")
    hers.update(answered_by=Subquery(owner))


class Migration(migrations.Migration):
    """Who said yes to a piece: her standing rule asks for her own word."""

    dependencies = [
        ("consent", "0012_licences_in_force_of_a_house"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="pieceapproval",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunPython(by_the_owner, migrations.RunPython.noop),
    ]
