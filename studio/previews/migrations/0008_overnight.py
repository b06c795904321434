import django.db.models.deletion
import studio.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """One set-up on a whole rack overnight: what was asked for, what came of it, and whom it was asked of."""

    dependencies = [
        ('jobs', '0001_initial'),
        ('looks', '0006_look_for_a_shot'),
        ('previews', '0007_sittings'),
        ('shoots', '0003_shots_by_article'),
        ('twins', '0009_nails_seen'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Overnight',
            fields=[
                ('id', models.UUIDField(default=studio.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('set_up', models.JSONField(default=dict)),
                ('at', models.DateTimeField()),
                ('starts_at', models.DateTimeField(verbose_name='starts at')),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('cancelled_at', models.DateTimeField(blank=True, null=True)),
                ('code', models.CharField(blank=True, default='', max_length=60)),
                ('values', models.JSONField(blank=True, default=dict)),
                ('key', models.CharField(max_length=80)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cancelled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('job', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='jobs.job')),
                ('shoot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='overnights', to='shoots.shoot')),
            ],
            options={
                'ordering': ['-at'],
            },
        ),
        migrations.CreateModel(
            name='OvernightPicture',
            fields=[
                ('id', models.UUIDField(default=studio.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveIntegerField()),
                ('code', models.CharField(blank=True, default='', max_length=60)),
                ('values', models.JSONField(blank=True, default=dict)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('garment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='looks.garment')),
                ('look', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='looks.look')),
                ('overnight', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pictures', to='previews.overnight')),
                ('plate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='twins.plate')),
                ('preview', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='previews.preview')),
                ('twin', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='twins.twin')),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='ReuseQuestion',
            fields=[
                ('id', models.UUIDField(default=studio.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kinds', models.JSONField(default=list)),
                ('answer', models.CharField(choices=[('asked', 'asked'), ('yes', 'yes'), ('no', 'no')], default='asked', max_length=6)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('overnight', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='previews.overnight')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddConstraint(
            model_name='overnight',
            constraint=models.UniqueConstraint(fields=('by', 'key'), name='overnight_asked_once'),
        ),
        migrations.AddConstraint(
            model_name='overnightpicture',
            constraint=models.UniqueConstraint(fields=('overnight', 'position'), name='overnight_picture_in_order'),
        ),
        migrations.AddConstraint(
            model_name='reusequestion',
            constraint=models.UniqueConstraint(fields=('overnight', 'person'), name='reuse_asked_once_a_person'),
        ),
    ]
