package org.clipspark.model.dl4j;

import java.util.Optional;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.layer.Mode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The layer that a {@link ClipEncoderLayer} describes. Its backend and memory come with the first batch. */
final class ImageTowerLayer extends BaseLayer<ClipEncoderLayer> {
    private static final long serialVersionUID = 1;

    private transient @Nullable Backend backend;
    private transient @Nullable ImageTower tower;

    ImageTowerLayer(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        int count = Math.toIntExact(input.size(0));
        int width = layerConf().config().embeddingSize();
        INDArray embeddings =
                workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, new long[] {count, width}, 'c');
        Mode mode = training ? Mode.TRAINING : Mode.EVALUATION;
        int iteration = getIterationCount();
        outsideWorkspaces(() -> {
            ImageTower active = tower(count);
            active.load(paramsFlattened);
            active.forward(patches().toRows(input), mode, iteration, embeddings);
        });
        return embeddings;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        ImageTower active = Optional.ofNullable(tower)
                .orElseThrow(() -> new IllegalStateException("No forward pass before the backward pass"));
        INDArray dInput = workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
        outsideWorkspaces(() -> {
            INDArray dImages =
                    Nd4j.create(dataType, input.size(0), layerConf().config().imageLength());
            active.backward(epsilon.castTo(dataType).dup('c'), gradientsFlattened, dImages);
            dInput.assign(patches().toImages(dImages, input.shape()));
        });
        Gradient gradients = new DefaultGradient(gradientsFlattened);
        gradientViews.forEach((key, view) -> gradients.setGradientFor(key, view, 'c'));
        return new Pair<>(gradients, dInput);
    }

    /** A backend keeps its memory, which must not come from a workspace that the network uses anew for each batch. */
    private static void outsideWorkspaces(Runnable work) {
        MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces();
        try {
            work.run();
        } finally {
            outside.close();
        }
    }

    private PatchOrder patches() {
        return new PatchOrder(layerConf().config().vision(), dataType);
    }

    /** The tower, with memory for that many images. */
    private ImageTower tower(int count) {
        ImageTower current = tower;
        if (current == null || current.maximumBatch() < count) {
            close();
            Backend opened = layerConf().open(elementType());
            current = new ImageTower(layerConf().config(), opened, count);
            backend = opened;
            tower = current;
        }
        return current;
    }

    private ElementType elementType() {
        return switch (dataType) {
            case FLOAT -> ElementType.FLOAT32;
            case DOUBLE -> ElementType.FLOAT64;
            default ->
                throw new IllegalArgumentException(
                        "A ClipEncoderLayer computes in FLOAT or DOUBLE, the network's data type is " + dataType);
        };
    }

    @Override
    public void setParams(INDArray params) {
        paramsFlattened.assign(params.reshape(paramsFlattened.shape()));
    }

    @Override
    public long numParams() {
        return paramsFlattened.length();
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }

    /** Gives the backend's memory back; the next batch takes it anew. */
    @Override
    public void close() {
        Backend opened = backend;
        if (opened != null) {
            opened.close();
        }
        backend = null;
        tower = null;
    }
}
