from django.db import migrations

SAID = {"house": ("house", "yes"), "mine": ("mine", "yes"), "lent": ("somebody", "yes")}


def carry_over(apps, schema_editor):
    for model in ("Garment", "Backdrop"):
        for rights, (whose, may) in SAID.items():
            apps.get_model("looks", model).objects.filter(rights=rights).update(whose=whose, may=may)


def carry_back(apps, schema_editor):
    for model in ("Garment", "Backdrop"):
        for rights, (whose, may) in SAID.items():
            apps.get_model("looks", model).objects.filter(whose=whose).update(rights=rights)


class Migration(migrations.Migration):
    """What was said in one word of three is said again as whose it is, and yes."""

    dependencies = [("looks", "0007_whose_it_is")]

    operations = [migrations.RunPython(carry_over, carry_back)]
