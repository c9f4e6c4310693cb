package org.clipspark.benchmarks.embed;

import org.clipspark.benchmarks.trainstep.TrainCase;

/** A model and a batch, ready to embed that batch again and again. */
sealed interface Encoding extends AutoCloseable permits OurEncoding, TorchEncoding {
    /** The model and the batch of both sides: ViT-B-32, captions as long as CC3M's. */
    TrainCase CASE = TrainCase.named("vit-b-32-captions");

    /**
     * The side of that name.
     *
     * @param input {@code images} or {@code captions}
     */
    static Encoding named(String side, String input, int threads) {
        boolean ofImages = input.equals("images");
        return side.equals("ours") ? new OurEncoding(ofImages, threads) : new TorchEncoding(ofImages, threads);
    }

    /** Embeds the batch; returns {@code [B][E]}, row-major. */
    float[] run();

    @Override
    void close();
}
