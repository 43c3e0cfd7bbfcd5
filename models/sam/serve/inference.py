"""
A promptable segmenter behind an asynchronous endpoint of SageMaker. Questions and answers are JSON and hold no pixels:

    {"bucket": B, "imageKey": K, "embeddingKey": E}
    {"bucket": B, "imageKey": K, "embeddingKey": E, "prompts": [prompt of models/contracts, ...]}
    {"bucket": B, "imageKey": K, "embeddingKey": E, "everything": {"clicksPerSide": 16, "minimumScore": 0.7}}
    -> {"size": [height, width], "masks": [mask of models/contracts, ...]}

Masks are COCO's compressed RLE over the whole upright image. The embedding is read from E, or made and kept there, in
fp16; without E it is made and forgotten. `SEGMENTER_MODEL` names the model (Segment Anything 1 or 2
as transformers knows it), or weights lie beside the code in the archive.
"""

from __future__ import annotations

import io
import json
import os
import struct

import numpy as np
from PIL import Image, ImageOps

JSON = "application/json"
POINTS_AT_ONCE = 64
"""Above this share of shared pixels two masks of a grid are one object."""
SAME_OBJECT_IOU = 0.8
MOST_PIXELS = 268_000_000


def model_fn(model_dir: str):
    import torch
    from transformers import AutoModelForMaskGeneration, AutoProcessor

    local = os.path.join(model_dir, "config.json")
    name = model_dir if os.path.exists(local) else os.environ["SEGMENTER_MODEL"]
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model = AutoModelForMaskGeneration.from_pretrained(name).to(device).eval()
    return {"model": model, "processor": AutoProcessor.from_pretrained(name), "device": device}


def input_fn(body, content_type: str = JSON) -> dict:
    if content_type.split(";")[0] != JSON:
        raise ValueError(f"Questions are {JSON}, not {content_type}.")
    question = json.loads(body)
    if not question.get("imageKey") or not question.get("bucket"):
        raise ValueError("A question names the bucket and the key of one image.")
    if "prompts" in question and "everything" in question:
        raise ValueError("A question has prompts, or asks for everything, and not both.")
    if not {"prompts", "everything", "embeddingKey"} & question.keys():
        raise ValueError("A question has prompts, asks for everything, or says where the embedding goes.")
    return question


def predict_fn(question: dict, loaded: dict, read=None, write=None) -> dict:
    image = open_image((read or read_object)(question["bucket"], question["imageKey"]))
    seen = embedding_of(question, loaded, image, read or read_object, write or write_object)
    masks = []
    if "prompts" in question:
        masks = [best_mask(loaded, image, seen, prompt) for prompt in question["prompts"]]
    elif "everything" in question:
        masks = everything(loaded, image, seen, **question["everything"])
    return {"size": [image.height, image.width], "masks": masks}


def output_fn(answer: dict, accept: str = JSON):
    return json.dumps(answer)


def read_object(bucket: str, key: str) -> bytes:
    import boto3

    return boto3.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()


def write_object(bucket: str, key: str, data: bytes) -> None:
    import boto3

    boto3.client("s3").put_object(Bucket=bucket, Key=key, Body=data, ContentType="application/octet-stream")


def embedding_of(question: dict, loaded: dict, image: Image.Image, read, write) -> list:
    """What the encoder makes of the image: one array of Segment Anything 1, one per scale of 2."""
    bucket, key = question["bucket"], question.get("embeddingKey")
    if key is not None:
        try:
            return unpack_embedding(read(bucket, key))
        except Exception as error:
            # Not there yet, or not whole. Whoever may list the bucket is told so, and others that it is forbidden.
            if not isinstance(error, (KeyError, ValueError)) and not hasattr(error, "response"):
                raise
    seen, side = encode(loaded, image)
    if key is None:
        return seen
    header = {"modelId": key.split("/")[1], "width": image.width, "height": image.height, "side": side}
    packed = pack_embedding(header, seen)
    write(bucket, key, packed)
    # Read back what was kept: the first answer and later ones are then the same.
    return unpack_embedding(packed)


def encode(loaded: dict, image: Image.Image) -> tuple[list, int]:
    import torch

    pixels = loaded["processor"](images=image, return_tensors="pt")["pixel_values"].to(loaded["device"])
    with torch.inference_mode():
        seen = loaded["model"].get_image_embeddings(pixels)
    scales = seen if isinstance(seen, (list, tuple)) else [seen]
    return [each.float().cpu().numpy() for each in scales], int(pixels.shape[-1])


def pack_embedding(header: dict, seen: list) -> bytes:
    """As shared/models/image-embedding.ts says: EMB1, the header's length, the header, then fp16."""
    tensors = [{"name": f"scale{index}", "dims": list(each.shape)} for index, each in enumerate(seen)]
    text = json.dumps({**header, "tensors": tensors}).encode()
    text += b" " * (-len(text) % 4)
    halves = b"".join(np.ascontiguousarray(each, dtype="<f2").tobytes() for each in seen)
    return b"EMB1" + struct.pack("<I", len(text)) + text + halves


def unpack_embedding(data: bytes) -> list:
    if data[:4] != b"EMB1":
        raise ValueError("This is not an embedding.")
    (length,) = struct.unpack_from("<I", data, 4)
    seen, at = [], 8 + length
    for tensor in json.loads(data[8:at])["tensors"]:
        count = int(np.prod(tensor["dims"]))
        seen.append(np.frombuffer(data, "<f2", count, at).reshape(tensor["dims"]).astype(np.float32))
        at += 2 * count
    return seen


def open_image(data: bytes) -> Image.Image:
    """Upright, in RGB; as large as those that Lapidary takes in, and no larger."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    return ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")


def best_mask(loaded: dict, image: Image.Image, seen: list, prompt: dict) -> dict:
    points = [[point["x"], point["y"]] for point in prompt.get("points", [])]
    labels = [point["label"] for point in prompt.get("points", [])]
    box = prompt.get("box")
    given = {}
    if points:
        given |= {"input_points": [[points]], "input_labels": [[labels]]}
    if box is not None:
        given["input_boxes"] = [[[box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"]]]]
    masks, scores = run(loaded, image, seen, given)
    best = int(np.argmax(scores[0]))
    return describe(masks[0][best], scores[0][best])


def everything(
    loaded: dict, image: Image.Image, seen: list, clicksPerSide: int = 16, minimumScore: float = 0.7
) -> list[dict]:
    """One click at each crossing of a grid; of masks that are one object, the best rated stays."""
    step = [(index + 0.5) / clicksPerSide for index in range(clicksPerSide)]
    clicks = [[x * image.width, y * image.height] for y in step for x in step]
    found = []
    for start in range(0, len(clicks), POINTS_AT_ONCE):
        some = clicks[start : start + POINTS_AT_ONCE]
        masks, scores = run(
            loaded, image, seen, {"input_points": [[[click] for click in some]], "input_labels": [[[1] for _ in some]]}
        )
        for own, rated in zip(masks, scores, strict=True):
            best = int(np.argmax(rated))
            if rated[best] >= minimumScore and own[best].any():
                found.append((float(rated[best]), own[best]))
    found.sort(key=lambda each: -each[0])
    kept: list[tuple[float, np.ndarray]] = []
    for score, mask in found:
        if all(iou(mask, other) < SAME_OBJECT_IOU for _, other in kept):
            kept.append((score, mask))
    return [describe(mask, score) for score, mask in kept]


def run(loaded: dict, image: Image.Image, seen: list, prompts: dict) -> tuple[list, np.ndarray]:
    """Masks [prompt][choice][height, width] over the whole image, and the model's rating of each."""
    import torch

    processor, model = loaded["processor"], loaded["model"]
    # Prompts are brought into the frame that the image was seen in; its pixels are not needed any more.
    inputs = processor(images=image, return_tensors="pt", **prompts).to(loaded["device"])
    inputs.pop("pixel_values")
    scales = [torch.from_numpy(each).to(loaded["device"], model.dtype) for each in seen]
    asked = {name: inputs[name] for name in ("input_points", "input_labels", "input_boxes") if name in inputs}
    with torch.inference_mode():
        out = model(
            image_embeddings=scales if len(scales) > 1 else scales[0],
            multimask_output=True,
            **asked,
        )
    sizes = {"original_sizes": inputs["original_sizes"].cpu()}
    if "reshaped_input_sizes" in inputs:
        sizes["reshaped_input_sizes"] = inputs["reshaped_input_sizes"].cpu()
    masks = processor.post_process_masks(out.pred_masks.float().cpu(), **sizes)[0]
    return [own.numpy() > 0 for own in masks], out.iou_scores[0].float().cpu().numpy()


def describe(mask: np.ndarray, score: float) -> dict:
    # Ratings of a network may leave their range by a little.
    return {"mask": rle(mask), "score": float(min(1.0, max(0.0, score))), "stability": 1.0}


def iou(a: np.ndarray, b: np.ndarray) -> float:
    union = np.count_nonzero(a | b)
    return np.count_nonzero(a & b) / union if union else 0.0


def rle(mask: np.ndarray) -> dict:
    """COCO's compressed run lengths: columns first, beginning with the background."""
    flat = np.asarray(mask, dtype=np.uint8).flatten(order="F")
    edges = np.flatnonzero(np.diff(flat)) + 1
    runs = np.diff(np.concatenate([[0], edges, [flat.size]])).tolist()
    if flat.size and flat[0] == 1:
        runs.insert(0, 0)
    text = []
    for index, value in enumerate(runs):
        # From the third run on, the difference to the one before the last, in groups of 5 bits.
        rest = value - runs[index - 2] if index > 2 else value
        more = True
        while more:
            bits = rest & 0x1F
            rest >>= 5
            more = rest != -1 if bits & 0x10 else rest != 0
            text.append(chr((bits | 0x20 if more else bits) + 48))
    return {"size": list(mask.shape), "counts": "".join(text)}
