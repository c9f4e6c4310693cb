#!/usr/bin/env python3
"""The peer of the GPU check: the same training step in PyTorch, bf16 autocast and fused AdamW, with and without compile.

usage: peer.py MODEL.json=BATCH... [--repeats N]; prints one JSON line per case. Needs a PyTorch for the card.
Images are copied from pinned host memory in each step, as the other side's are.
"""

import argparse
import json
import statistics
import time

import torch
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    def __init__(self, width, heads, causal):
        super().__init__()
        self.heads, self.causal = heads, causal
        self.ln_1, self.ln_2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.fc, self.proj = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x):
        batch, tokens, width = x.shape
        parts = self.qkv(self.ln_1(x)).view(batch, tokens, 3, self.heads, width // self.heads)
        q, k, v = parts.permute(2, 0, 3, 1, 4)
        attended = F.scaled_dot_product_attention(q, k, v, is_causal=self.causal)
        x = x + self.out(attended.transpose(1, 2).reshape(batch, tokens, width))
        return x + self.proj(F.gelu(self.fc(self.ln_2(x))))


class Clip(nn.Module):
    def __init__(self, config):
        super().__init__()
        vision, text, embed = config["vision_cfg"], config["text_cfg"], config["embed_dim"]
        width, patch = vision["width"], vision["patch_size"]
        patches = (vision["image_size"] // patch) ** 2
        self.patch = nn.Linear(3 * patch * patch, width, bias=False)
        self.cls = nn.Parameter(torch.randn(width) * width**-0.5)
        self.vision_pos = nn.Parameter(torch.randn(patches + 1, width) * width**-0.5)
        self.ln_pre, self.ln_post = nn.LayerNorm(width), nn.LayerNorm(width)
        heads = width // vision.get("head_width", 64)
        self.vision = nn.ModuleList(Block(width, heads, False) for _ in range(vision["layers"]))
        self.vision_proj = nn.Parameter(torch.randn(width, embed) * width**-0.5)
        wide = text["width"]
        self.tokens = nn.Embedding(text["vocab_size"], wide)
        self.text_pos = nn.Parameter(torch.randn(text["context_length"], wide) * 0.01)
        self.text = nn.ModuleList(Block(wide, text["heads"], True) for _ in range(text["layers"]))
        self.ln_final = nn.LayerNorm(wide)
        self.text_proj = nn.Parameter(torch.randn(wide, embed) * wide**-0.5)
        self.logit_scale = nn.Parameter(torch.tensor(2.6593))

    def forward(self, patches, ids):
        x = self.patch(patches)
        x = torch.cat([self.cls.expand(x.shape[0], 1, -1).to(x.dtype), x], dim=1) + self.vision_pos
        x = self.ln_pre(x)
        for block in self.vision:
            x = block(x)
        image = self.ln_post(x[:, 0]) @ self.vision_proj
        y = self.tokens(ids) + self.text_pos
        for block in self.text:
            y = block(y)
        text = self.ln_final(y[torch.arange(y.shape[0]), ids.argmax(dim=-1)]) @ self.text_proj
        image, text = F.normalize(image, dim=-1), F.normalize(text, dim=-1)
        logits = self.logit_scale.exp() * image @ text.t()
        labels = torch.arange(logits.shape[0], device=logits.device)
        return (F.cross_entropy(logits, labels) + F.cross_entropy(logits.t(), labels)) / 2


def measure(path, batch, repeats, compiled):
    with open(path) as file:
        config = json.load(file)
    torch.manual_seed(1)
    model = Clip(config).cuda()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-5, betas=(0.9, 0.98), eps=1e-6, weight_decay=0.2, fused=True)
    vision, text = config["vision_cfg"], config["text_cfg"]
    patches = (vision["image_size"] // vision["patch_size"]) ** 2
    images = torch.rand(batch, patches, 3 * vision["patch_size"] ** 2).pin_memory()
    ids = torch.randint(1, text["vocab_size"] // 2, (batch, text["context_length"]))
    ids[:, -1] = text["vocab_size"] - 1
    ids = ids.pin_memory()
    forward = torch.compile(model) if compiled else model
    seconds, losses = [], []
    for step in range(repeats + (10 if compiled else 3)):
        torch.cuda.synchronize()
        start = time.perf_counter()
        optimizer.zero_grad(set_to_none=True)
        with torch.autocast("cuda", dtype=torch.bfloat16):
            loss = forward(images.cuda(non_blocking=True), ids.cuda(non_blocking=True))
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            model.logit_scale.clamp_(0, 4.6052)
        losses.append(loss.item())
        torch.cuda.synchronize()
        seconds.append(time.perf_counter() - start)
    median = statistics.median(seconds[-repeats:])
    return {
        "model": path.rsplit("/", 1)[-1],
        "batch": batch,
        "compiled": compiled,
        "seconds": median,
        "pairs_per_second": batch / median,
        "first_loss": losses[0],
        "last_loss": losses[-1],
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="+", metavar="MODEL.json=BATCH")
    parser.add_argument("--repeats", type=int, default=10)
    options = parser.parse_args()
    torch.backends.cuda.matmul.allow_tf32 = True
    for case in options.cases:
        path, batch = case.rsplit("=", 1)
        for compiled in (False, True):
            print(json.dumps(measure(path, int(batch), options.repeats, compiled)), flush=True)
            torch.cuda.empty_cache()


if __name__ == "__main__":
    main()
