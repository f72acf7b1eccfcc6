"""Operations over HTTP/2 event streams: the SDKs have them, botocore leaves them out.

Source: the Service Authorization Reference of each service.
"""

from __future__ import annotations

STREAMING = {
    ("transcribe-streaming", "StartStreamTranscription"): "transcribe:StartStreamTranscription",
    ("transcribe-streaming", "StartMedicalStreamTranscription"): "transcribe:StartMedicalStreamTranscription",
    (
        "transcribe-streaming",
        "StartCallAnalyticsStreamTranscription",
    ): "transcribe:StartCallAnalyticsStreamTranscription",
    ("transcribe-streaming", "StartMedicalScribeStream"): "transcribe:StartMedicalScribeStream",
    ("transcribe-streaming", "GetMedicalScribeStream"): "transcribe:GetMedicalScribeStream",
    ("rekognitionstreaming", "StartFaceLivenessSession"): "rekognition:StartFaceLivenessSession",
    ("lex-runtime-v2", "StartConversation"): "lex:StartConversation",
    ("bedrock-runtime", "InvokeModelWithBidirectionalStream"): "bedrock:InvokeModel",
    ("qbusiness", "Chat"): "qbusiness:Chat",
}
"""(Service id in lower case with hyphens, operation) to what it is authorized as."""

_SQUEEZED = {
    (service.replace("-", ""), operation): (service, action)
    for (service, operation), action in STREAMING.items()
}


def find(service_id: str, operation: str) -> tuple[str, str] | None:
    """(Service, action) of an operation; the service by its id or by its package in Go or Java."""
    return _SQUEEZED.get((service_id.lower().replace(" ", "").replace("-", ""), operation))
