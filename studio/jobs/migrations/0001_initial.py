import django.core.serializers.json
import django.db.models.deletion
import studio.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.UUIDField(default=studio.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=40)),
                ('about', models.CharField(db_index=True, max_length=64)),
                ('queue', models.CharField(max_length=20)),
                ('priority', models.SmallIntegerField(default=0)),
                ('turn', models.PositiveIntegerField(default=1)),
                ('state', models.CharField(choices=[('queued', 'Waiting'), ('running', 'In the making'), ('done', 'Done'), ('failed', 'Failed'), ('cancelled', 'Cancelled'), ('stopped', 'Stopped')], default='queued', max_length=10)),
                ('token', models.UUIDField(editable=False, null=True)),
                ('lease_until', models.DateTimeField(null=True)),
                ('not_before', models.DateTimeField()),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('progress', models.FloatField(default=0.0)),
                ('step', models.CharField(blank=True, max_length=80)),
                ('cancel_requested_at', models.DateTimeField(null=True)),
                ('stops_with', models.JSONField(default=list)),
                ('key', models.CharField(max_length=120, null=True, unique=True)),
                ('created_at', models.DateTimeField()),
                ('started_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('code', models.CharField(blank=True, max_length=60)),
                ('values', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='jobs', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['created_at'],
            },
        ),
        migrations.CreateModel(
            name='JobStop',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stops', to='jobs.job')),
            ],
        ),
        migrations.AddIndex(
            model_name='job',
            index=models.Index(condition=models.Q(('state__in', ('queued', 'running'))), fields=['queue', 'state', 'not_before'], name='job_due'),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.CheckConstraint(condition=models.Q(('progress__gte', 0), ('progress__lte', 1)), name='job_progress_from_0_to_1'),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'running'), _negated=True), models.Q(('lease_until__isnull', False), ('token__isnull', False)), _connector='OR'), name='job_running_has_token_and_lease'),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'running'), ('token__isnull', True), _connector='OR'), name='job_token_only_while_running'),
        ),
        migrations.AddConstraint(
            model_name='jobstop',
            constraint=models.UniqueConstraint(fields=('name', 'job'), name='job_stop_once'),
        ),
    ]
