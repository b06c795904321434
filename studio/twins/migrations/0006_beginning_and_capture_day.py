import django.db.models.deletion
import studio.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adult checks, signatures, capture sessions, the tray, barred marks and first pictures."""

    dependencies = [
        ("jobs", "0001_initial"),
        ("media", "0001_initial"),
        ("people", "0001_initial"),
        ("twins", "0005_no_plain_points"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="plate",
            name="barred_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="plate",
            name="shows",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.CreateModel(
            name="AdultCheck",
            fields=[
                ("id", models.UUIDField(default=studio.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("booker", "booker of her agency"),
                            ("photographer", "photographer on capture day"),
                            ("staff", "who runs the studio"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "document",
                    models.CharField(
                        choices=[
                            ("passport", "Passport"),
                            ("identity-card", "Identity card"),
                            ("driving-licence", "Driving licence"),
                            ("residence-permit", "Residence permit"),
                        ],
                        max_length=20,
                        verbose_name="document",
                    ),
                ),
                ("checked_at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adult_checks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaptureFrame",
            fields=[
                ("id", models.UUIDField(default=studio.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("shot", models.CharField(max_length=24)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("arriving", "arriving"),
                            ("ready", "waits for her"),
                            ("kept", "kept"),
                            ("refused", "refused"),
                            ("lost", "not read"),
                        ],
                        default="arriving",
                        max_length=10,
                    ),
                ),
                ("sharpness", models.FloatField(blank=True, null=True)),
                ("outside", models.JSONField(blank=True, default=list)),
                ("nobody", models.BooleanField(default=False)),
                ("code", models.CharField(blank=True, max_length=40)),
                ("values", models.JSONField(blank=True, default=dict)),
                ("at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "job",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="jobs.job",
                    ),
                ),
                (
                    "picture",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="media.blob",
                    ),
                ),
                (
                    "plate",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="frame",
                        to="twins.plate",
                    ),
                ),
                (
                    "upload",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="media.upload",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BarredMark",
            fields=[
                ("id", models.UUIDField(default=studio.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(choices=[("tattoo", "tattoo"), ("scar", "scar"), ("mark", "mark")], max_length=8),
                ),
                ("place", models.CharField(max_length=24)),
                ("box", models.JSONField(blank=True, null=True)),
                ("at", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "twin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="barred_marks", to="twins.twin"
                    ),
                ),
                (
                    "frame",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="marks",
                        to="twins.captureframe",
                    ),
                ),
            ],
            options={
                "ordering": ["at"],
            },
        ),
        migrations.CreateModel(
            name="CaptureLicence",
            fields=[
                ("id", models.UUIDField(default=studio.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("text", models.TextField()),
                ("language", models.CharField(max_length=8)),
                ("wording", models.CharField(max_length=12)),
                ("sha256", models.CharField(max_length=64)),
                ("evidence", models.JSONField()),
                ("signed_at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "capture",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="licence", to="twins.capture"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaptureSession",
            fields=[
                ("id", models.UUIDField(default=studio.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("device", models.CharField(max_length=64)),
                ("shown_at", models.DateTimeField()),
                ("code_until", models.DateTimeField()),
                ("arrived_at", models.DateTimeField(blank=True, null=True)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "capture",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="session",
                        to="twins.capture",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "photographer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="capture_sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "twin",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="capture_sessions",
                        to="twins.twin",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="captureframe",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="frames", to="twins.capturesession"
            ),
        ),
        migrations.CreateModel(
            name="OwnPicture",
            fields=[
                ("id", models.UUIDField(default=studio.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("light", models.CharField(max_length=24)),
                ("mark", models.BigIntegerField(unique=True)),
                ("asked_at", models.DateTimeField()),
                ("made_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not answered"),
                            ("me", "this is me"),
                            ("not-me", "not me"),
                            ("never", "never make this again"),
                        ],
                        default="",
                        max_length=8,
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "job",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="jobs.job",
                    ),
                ),
                (
                    "picture",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="media.blob",
                    ),
                ),
                (
                    "plate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="own_pictures", to="twins.plate"
                    ),
                ),
                (
                    "twin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="own_pictures", to="twins.twin"
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("id", models.UUIDField(default=studio.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                ("text", models.TextField()),
                ("language", models.CharField(max_length=8)),
                ("wording", models.CharField(max_length=12)),
                ("sha256", models.CharField(max_length=64)),
                ("evidence", models.JSONField()),
                ("signed_at", models.DateTimeField()),
                ("key", models.CharField(blank=True, max_length=120, null=True, unique=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "twin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to="twins.twin"
                    ),
                ),
            ],
            options={
                "ordering": ["signed_at"],
            },
        ),
        migrations.CreateModel(
            name="SignatureEnd",
            fields=[
                ("id", models.UUIDField(default=studio.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "signature",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="end", to="twins.signature"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="capturesession",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at", None), ("opened_at__isnull", False)),
                fields=("twin",),
                name="capture_session_one_open_per_twin",
            ),
        ),
        migrations.AddIndex(
            model_name="captureframe",
            index=models.Index(fields=["session", "at"], name="capture_frame_in_session"),
        ),
        migrations.AddConstraint(
            model_name="ownpicture",
            constraint=models.UniqueConstraint(fields=("plate", "light"), name="own_picture_once_a_plate_and_light"),
        ),
    ]
