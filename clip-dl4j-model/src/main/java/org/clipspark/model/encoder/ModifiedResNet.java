package org.clipspark.model.encoder;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.MapShape;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.layer.AttentionPool;
import org.clipspark.model.layer.Mode;
import org.clipspark.model.layer.ParameterSet;
import org.clipspark.model.layer.convolution.ResidualTrunk;

/** CLIP's ResNet (Radford et al. 2021): three convolutions as a stem, means instead of strides, pooling by attention. */
final class ModifiedResNet implements ImageEncoder {
    private static final String PREFIX = "visual";
    private static final String POOL = "visual.attnpool";
    private static final int COLOURS = 3;

    private final ModifiedResNetConfig config;
    private final ResidualTrunk trunk;
    private final AttentionPool pool;
    private TowerLock lock = TowerLock.NONE;
    private Optional<Tensor> savedMaps = Optional.empty();

    ModifiedResNet(Backend backend, ParameterSet parameters, ModifiedResNetConfig config, int embeddingSize) {
        this.config = config;
        this.trunk = new ResidualTrunk(backend, parameters, PREFIX, config.trunk());
        this.pool = new AttentionPool(backend, parameters, POOL, config.pool(embeddingSize));
    }

    static void declare(ParameterSet.Declarations declarations, ModifiedResNetConfig config, int embeddingSize) {
        ResidualTrunk.declare(declarations, PREFIX, config.trunk());
        AttentionPool.declare(declarations, POOL, config.pool(embeddingSize));
    }

    static List<LayerGroup> layerGroups(ModifiedResNetConfig config) {
        List<LayerGroup> groups = new ArrayList<>();
        groups.add(new LayerGroup("embeddings", ResidualTrunk.stemNames(PREFIX)));
        for (int stage = 0; stage < config.layers().size(); stage++) {
            groups.add(new LayerGroup("layer." + stage, List.of(ResidualTrunk.stageName(PREFIX, stage))));
        }
        groups.add(new LayerGroup("proj", List.of(POOL)));
        return groups;
    }

    @Override
    public void lock(TowerLock chosen) {
        lock = chosen;
        trunk.lock(chosen.groups(), chosen.freezesBatchNorm() ? Mode.EVALUATION : Mode.TRAINING);
    }

    @Override
    public Tensor forward(Arena arena, Tensor images, Mode mode) {
        int side = config.imageSize();
        int batch = Math.toIntExact(images.size() / COLOURS / side / side);
        Tensor maps = trunk.forward(arena, new MapShape(batch, side, side, COLOURS), images, mode);
        savedMaps = Optional.of(maps);
        return pool.forward(arena, maps);
    }

    @Override
    public void backward(Arena arena, Tensor dEmbeddings) {
        long mark = arena.mark();
        Tensor dMaps = backwardPool(arena, dEmbeddings);
        if (!lock.covers(config.layers().size())) {
            trunk.backward(arena, dMaps);
        }
        arena.release(mark);
    }

    @Override
    public void backward(Arena arena, Tensor dEmbeddings, Tensor dImages) {
        lock.checkIsOpen();
        long mark = arena.mark();
        trunk.backward(arena, backwardPool(arena, dEmbeddings), dImages);
        arena.release(mark);
    }

    private Tensor backwardPool(Arena arena, Tensor dEmbeddings) {
        Tensor maps =
                savedMaps.orElseThrow(() -> new IllegalStateException("No forward pass before the backward pass"));
        Tensor dMaps = arena.take(maps.shape());
        pool.backward(arena, dEmbeddings, dMaps);
        return dMaps;
    }
}
