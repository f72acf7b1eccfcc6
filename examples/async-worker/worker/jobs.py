"""What is done with one job."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types_aiobotocore_bedrock_runtime import BedrockRuntimeClient
    from types_aiobotocore_s3 import S3Client

    from worker.stores import Results

MODEL = "anthropic.claude-3-haiku-20240307-v1:0"


class Summarise:
    def __init__(self, s3: S3Client, bedrock: BedrockRuntimeClient, results: Results) -> None:
        self._s3 = s3
        self._bedrock = bedrock
        self._results = results

    async def run(self, job: dict) -> None:
        response = await self._s3.get_object(Bucket="documents-inbox", Key=job["key"])
        async with response["Body"] as body:
            text = (await body.read()).decode()
        summary = await self._ask(text)
        await self._results.save(job["key"], summary)

    async def _ask(self, text: str) -> str:
        answer = await self._bedrock.converse(
            modelId=MODEL,
            messages=[{"role": "user", "content": [{"text": f"Summarise:\n{text}"}]}],
        )
        return answer["output"]["message"]["content"][0]["text"]
