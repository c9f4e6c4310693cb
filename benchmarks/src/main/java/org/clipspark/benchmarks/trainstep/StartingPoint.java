package org.clipspark.benchmarks.trainstep;

import java.util.SplittableRandom;
import org.clipspark.model.ClipModel;
import org.clipspark.model.compute.ParameterLayout;

/**
 * Weights and inputs that both sides start from, drawn by name so that two processes agree without a file between them:
 * equal losses then show that both sides do the same work.
 */
public final class StartingPoint {
    /** Receives stretches of a parameter in order. */
    public interface Sink {
        /** Takes {@code values[0, count)} for elements {@code offset} and following of the parameter. */
        void accept(long offset, float[] values, int count);
    }

    private static final int BLOCK = 1 << 16;
    private static final double DEVIATION = 0.02;
    private static final double LOGIT_SCALE = Math.log(1 / 0.07);

    private final TrainCase trainCase;

    /** That of a case. */
    public StartingPoint(TrainCase trainCase) {
        this.trainCase = trainCase;
    }

    /** Sends the first value of every element of that parameter. */
    public void parameter(ParameterLayout.Entry entry, Sink sink) {
        SplittableRandom random = new SplittableRandom(entry.name().hashCode());
        long size = entry.shape().size();
        float[] block = new float[(int) Math.min(BLOCK, size)];
        for (long offset = 0; offset < size; offset += block.length) {
            int count = (int) Math.min(block.length, size - offset);
            for (int i = 0; i < count; i++) {
                block[i] = first(entry, random);
            }
            sink.accept(offset, block, count);
        }
    }

    private static float first(ParameterLayout.Entry entry, SplittableRandom random) {
        if (entry.name().equals(ClipModel.LOGIT_SCALE)) {
            return (float) LOGIT_SCALE;
        }
        if (entry.name().endsWith("bias")) {
            return 0;
        }
        if (entry.name().endsWith("running_mean") || entry.name().endsWith("num_batches_tracked")) {
            return 0;
        }
        boolean isNormGain = entry.shape().rank() == 1 && entry.name().endsWith("weight");
        boolean isOne = isNormGain || entry.name().endsWith("running_var");
        return isOne ? 1 : (float) uniform(random, DEVIATION);
    }

    /** Mean 0 and that standard deviation. */
    private static double uniform(SplittableRandom random, double deviation) {
        return (2 * random.nextDouble() - 1) * Math.sqrt(3) * deviation;
    }

    /** {@code [B][imageLength]} in patch order, mean 0 and variance 1 as normalised images have. */
    public float[] images() {
        SplittableRandom random = new SplittableRandom(1);
        float[] images = new float[trainCase.batch() * trainCase.config().imageLength()];
        for (int i = 0; i < images.length; i++) {
            images[i] = (float) uniform(random, 1);
        }
        return images;
    }

    /** {@code [B][T]} token ids: start, random ids, end, padding. */
    public int[] texts() {
        SplittableRandom random = new SplittableRandom(2);
        int context = trainCase.config().text().contextLength();
        int end = trainCase.config().text().vocabularySize() - 1;
        int[] texts = new int[trainCase.batch() * context];
        for (int text = 0; text < trainCase.batch(); text++) {
            int first = text * context;
            int last = first + trainCase.lengths().tokens(text, context) - 1;
            texts[first] = end - 1;
            for (int i = first + 1; i < last; i++) {
                texts[i] = random.nextInt(1, end - 1);
            }
            texts[last] = end;
        }
        return texts;
    }
}
