package org.clipspark.model.encoder;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.Shape;
import org.clipspark.model.compute.Tensor;

/**
 * Chooses the patches of each image that a training step works on (FLIP, Li et al. 2023). The class token always stays. A
 * choice depends on the seed and the image's place in the batch alone, so that a batch in chunks sees what it sees whole.
 */
final class PatchDropout {
    private final Backend backend;
    private final int patches;
    private final int kept;
    private final Tensor patchRows;
    private final Tensor positionRows;
    private long seed;
    private int firstImage;

    /**
     * Dropout of that share.
     *
     * @param patches of an image
     * @param share of them that is left out, in [0, 1); at least one patch stays
     * @param maximumBatch most images of a pass
     */
    PatchDropout(Backend backend, int patches, double share, int maximumBatch) {
        this.backend = backend;
        this.patches = patches;
        this.kept = Math.max(1, (int) (patches * (1 - share)));
        this.patchRows = backend.allocate(ElementType.INT32, Shape.of((long) maximumBatch * kept));
        this.positionRows = backend.allocate(ElementType.INT32, Shape.of((long) maximumBatch * (kept + 1)));
    }

    /**
     * The choice of a pass.
     *
     * @param patches rows of the batch's patches {@code [B*P, ...]}, {@code [B*K]}
     * @param positions rows of the positions {@code [P + 1, D]}, {@code [B*(K+1)]}; the class token's first in each image
     */
    record Choice(Tensor patches, Tensor positions) {}

    /** Patches of an image that stay, {@code K}. */
    int kept() {
        return kept;
    }

    /** Says what the following choices depend on. */
    void seed(long chosen, int first) {
        seed = chosen;
        firstImage = first;
    }

    /** Chooses for so many images, of each in ascending order. */
    Choice choose(int batch) {
        int[] rows = new int[batch * kept];
        int[] positions = new int[batch * (kept + 1)];
        for (int image = 0; image < batch; image++) {
            int[] stay = stay(image);
            for (int i = 0; i < kept; i++) {
                rows[image * kept + i] = image * patches + stay[i];
                positions[image * (kept + 1) + 1 + i] = 1 + stay[i];
            }
        }
        backend.write(patchRows, 0, rows, 0, rows.length);
        backend.write(positionRows, 0, positions, 0, positions.length);
        return new Choice(
                backend.view(patchRows, 0, Shape.of(rows.length)),
                backend.view(positionRows, 0, Shape.of(positions.length)));
    }

    /** The first {@code K} of a shuffle. */
    private int[] stay(int image) {
        SplittableRandom random = new SplittableRandom(seed ^ ((firstImage + image + 1L) * 0x9E3779B97F4A7C15L));
        int[] order = new int[patches];
        Arrays.setAll(order, i -> i);
        for (int i = 0; i < kept; i++) {
            int other = random.nextInt(i, patches);
            int swapped = order[i];
            order[i] = order[other];
            order[other] = swapped;
        }
        int[] stay = Arrays.copyOf(order, kept);
        Arrays.sort(stay);
        return stay;
    }
}
