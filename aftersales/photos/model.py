"""An accepted picture, and why one is refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from aftersales.errors import AppError

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
NO_SUCH_PHOTO = "没有找到这张图片。"


class TooLarge(AppError):
    status = 413
    code = "too_large"

    def __init__(self) -> None:
        super().__init__("图片不能超过 10 MB，请压缩后再上传。", field="file")


class NotAnImage(AppError):
    status = 415
    code = "not_an_image"

    def __init__(self) -> None:
        super().__init__(
            "这个文件不是可以打开的图片，请上传 JPG、PNG、WebP、GIF 或 HEIC 图片。", field="file"
        )


class TooManyPixels(AppError):
    status = 422
    code = "too_many_pixels"

    def __init__(self) -> None:
        super().__init__("图片尺寸过大（超过 4000 万像素），请缩小后再上传。", field="file")


class UnknownPhoto(AppError):
    status = 422
    code = "unknown_photo"

    def __init__(self) -> None:
        super().__init__("图片不存在或已失效，请重新上传。", field="photo_ids")


@dataclass(frozen=True)
class Photo:
    """Sizes in pixels, of the stored JPEG; `owner` is the conversation's id."""

    id: str
    owner: str
    width: int
    height: int
    sha256: str
    dhash: int
    created_at: datetime
