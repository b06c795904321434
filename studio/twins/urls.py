from django.urls import path

from studio.twins.views import beginning, capture, meeting, page, tray

app_name = "twins"
urlpatterns = [
    path("twins/", beginning.mine, name="mine"),
    path("twins/begin/", beginning.begin, name="begin"),
    path("twins/begin/of-age/", beginning.begin_of_age, name="begin_of_age"),
    path("twins/begin/consent/", beginning.begin_consent, name="begin_consent"),
    path("twins/adult-checks/", beginning.adult_checks, name="adult_checks"),
    path("twins/adult-checks/<uuid:person_id>/", beginning.adult_check, name="adult_check"),
    path("twins/<uuid:twin_id>/", page.twin, name="twin"),
    path("twins/<uuid:twin_id>/figures/", page.figures, name="figures"),
    path("twins/<uuid:twin_id>/marks/", page.bar_mark, name="bar_mark"),
    path("twins/marks/<uuid:mark_id>/lift/", page.lift_mark, name="lift_mark"),
    path("twins/plates/<uuid:plate_id>/", page.plate, name="plate"),
    path("twins/plates/<uuid:plate_id>/open/", page.open_plate, name="open_plate"),
    path("twins/<uuid:twin_id>/tray/", tray.tray, name="tray"),
    path("twins/frames/<uuid:frame_id>/", tray.frame, name="frame"),
    path("twins/frames/<uuid:frame_id>/decide/", tray.decide, name="decide_frame"),
    path("twins/frames/<uuid:frame_id>/mark/", tray.mark_frame, name="mark_frame"),
    path("twins/<uuid:twin_id>/meeting/", meeting.meeting, name="meeting"),
    path("twins/own/<uuid:picture_id>/answer/", meeting.answer, name="answer_own"),
    path("twins/own/<uuid:picture_id>/again/", meeting.again, name="again_own"),
    path("twins/<uuid:twin_id>/comp-card/", meeting.comp_card, name="comp_card"),
    path("twins/<uuid:twin_id>/cover/", meeting.cover, name="cover"),
    path("capture/", capture.capture, name="capture"),
    path("capture/open/<str:token>/", tray.opening, name="opening"),
    path("capture/<uuid:session_id>/frames/", capture.frames, name="frames"),
    path("capture/<uuid:session_id>/bring/", capture.bring, name="bring_frames"),
    path("capture/<uuid:session_id>/frames/<uuid:frame_id>/", capture.frame_picture, name="frame_picture"),
    path("capture/<uuid:session_id>/frames/<uuid:frame_id>/shot/", capture.name_shot, name="name_shot"),
    path("capture/<uuid:session_id>/close/", capture.close, name="close_session"),
    path("capture/<uuid:session_id>/document/", capture.document, name="document"),
    path("capture/days/<uuid:capture_id>/crew/", capture.credit, name="credit_crew"),
    path("capture/crew/<uuid:credit_id>/end/", capture.end_credit, name="end_credit"),
    path("capture/days/<uuid:capture_id>/license/", capture.license_captures, name="license_captures"),
]
