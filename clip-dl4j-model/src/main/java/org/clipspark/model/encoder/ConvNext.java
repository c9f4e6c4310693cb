package org.clipspark.model.encoder;

import java.util.ArrayList;
import java.util.List;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.layer.Activations;
import org.clipspark.model.layer.Mode;
import org.clipspark.model.layer.ParameterSet;
import org.clipspark.model.layer.Stage;
import org.clipspark.model.layer.convnext.ConvNextTrunk;
import org.clipspark.model.layer.convnext.Pass;

/** ConvNeXt (Liu et al. 2022) as timm builds it and open_clip adapts it. */
final class ConvNext implements ImageEncoder {
    static final String PREFIX = "visual";
    private static final String TRUNK = "visual.trunk";

    private final ConvNextConfig config;
    private final ConvNextTrunk trunk;
    private final Stage head;
    private TowerLock lock = TowerLock.NONE;
    private long drawSeed;
    private int firstSample;

    ConvNext(Backend backend, ParameterSet parameters, ConvNextConfig config, int embeddingSize) {
        this.config = config;
        this.trunk = new ConvNextTrunk(backend, parameters, TRUNK, config.variant(), config.dropRate());
        this.head = config.head(embeddingSize)
                .bind(backend, parameters, config.positions(), config.variant().epsilon());
    }

    static void declare(ParameterSet.Declarations declarations, ConvNextConfig config, int embeddingSize) {
        ConvNextTrunk.declare(declarations, TRUNK, config.variant());
        config.head(embeddingSize).declare(declarations);
    }

    static List<LayerGroup> layerGroups(ConvNextConfig config) {
        List<LayerGroup> groups = new ArrayList<>();
        groups.add(new LayerGroup("embeddings", List.of(ConvNextTrunk.stemName(TRUNK))));
        for (List<String> block : ConvNextTrunk.blockNames(TRUNK, config.variant())) {
            groups.add(new LayerGroup("layer." + (groups.size() - 1), block));
        }
        // Any embedding size does: names do not depend on it.
        groups.add(new LayerGroup("proj", config.head(1).names()));
        return groups;
    }

    @Override
    public void lock(TowerLock chosen) {
        lock = chosen;
    }

    @Override
    public void keep(Activations activations) {
        trunk.keep(activations);
    }

    @Override
    public void seed(long seed, int firstImage) {
        drawSeed = seed;
        firstSample = firstImage;
    }

    @Override
    public Tensor forward(Arena arena, Tensor images, Mode mode) {
        Pass pass = new Pass(mode, drawSeed, firstSample);
        int batch = Math.toIntExact(images.shape().dimension(0) / config.patches());
        return head.forward(arena, trunk.forward(arena, config.patchMaps(batch), images, pass));
    }

    @Override
    public void backward(Arena arena, Tensor dEmbeddings) {
        long mark = arena.mark();
        Tensor dMaps = head.backward(arena, dEmbeddings);
        if (!lock.covers(config.variant().blocks())) {
            trunk.backward(arena, dMaps, lock.groups());
        }
        arena.release(mark);
    }

    @Override
    public void backward(Arena arena, Tensor dEmbeddings, Tensor dImages) {
        lock.checkIsOpen();
        long mark = arena.mark();
        trunk.backward(arena, head.backward(arena, dEmbeddings), dImages);
        arena.release(mark);
    }
}
