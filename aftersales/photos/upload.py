"""One file out of a multipart body, refused as soon as it is too large rather than after it was read."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from aftersales.errors import InvalidInput
from aftersales.photos.model import MAX_BYTES, TooLarge

MAX_BODY_BYTES = MAX_BYTES + 64 * 1024
"""The file, its boundaries and headers, and some small fields."""


async def read_upload(request: Request, field: str = "file") -> bytes:
    """The bytes of the file in `field`. Raises TooLarge or InvalidInput."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise InvalidInput("请以 multipart/form-data 上传文件。", field=field)
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > MAX_BODY_BYTES:
        raise TooLarge
    body = _at_most(request.stream(), MAX_BODY_BYTES)
    try:
        form = await MultiPartParser(request.headers, body, max_files=1, max_fields=4).parse()
    except MultiPartException:
        raise InvalidInput("上传的内容无法读取，请重试。", field=field) from None
    try:
        upload = form.get(field)
        if not isinstance(upload, UploadFile):
            raise InvalidInput("请选择要上传的图片。", field=field)
        return await upload.read()
    finally:
        await form.close()


async def _at_most(stream: AsyncIterator[bytes], limit: int) -> AsyncGenerator[bytes, None]:
    total = 0
    async for chunk in stream:
        total += len(chunk)
        if total > limit:
            raise TooLarge
        yield chunk
