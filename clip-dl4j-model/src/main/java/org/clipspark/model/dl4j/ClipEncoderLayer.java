package org.clipspark.model.dl4j;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import org.clipspark.model.ClipModel;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.ParameterLayout;
import org.clipspark.model.encoder.VisionTransformerConfig;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * CLIP's image encoder, a vision transformer, as a layer of a {@code MultiLayerNetwork} or {@code ComputationGraph}: images to
 * embeddings {@code [B, E]}, not normalised. It reads normalised images {@code [B, 3, H, W]}, or rows in the patch order that
 * {@code ImageTransform} writes.
 *
 * <p>Parameters are under open_clip's names with hyphens for underscores, {@code visual.conv1.weight}; a new layer draws
 * them as open_clip does, {@link #copyWeights} gives it those of a model. Weight decay applies to matrices that are no
 * positions. It can be frozen, and is saved and restored with its network by {@code ModelSerializer}.
 */
public final class ClipEncoderLayer extends BaseLayer {
    private static final long serialVersionUID = 1;

    @JsonProperty
    private final String modelConfig;

    @JsonProperty
    private final String backend;

    @JsonProperty
    private final int threads;

    private transient @Nullable FlatParameters parameters;

    /** For DL4J, which fills the fields from JSON. */
    ClipEncoderLayer() {
        modelConfig = "";
        backend = "";
        threads = 1;
    }

    /**
     * A layer with the image encoder of that model.
     *
     * @param config whose image tower is a vision transformer
     * @param backend {@code onednn}, or {@code nd4j}, which networks of type {@code DOUBLE} need
     * @param threads native threads of the backend, at least 1
     * @throws IllegalArgumentException if the tower is of another kind or there are no threads
     */
    public ClipEncoderLayer(ModelConfig config, String backend, int threads) {
        if (!(config.vision() instanceof VisionTransformerConfig)) {
            throw new IllegalArgumentException(
                    "A ClipEncoderLayer needs a vision transformer: vision_cfg.layers must be a number");
        }
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, got " + threads);
        }
        this.modelConfig = config.toJson();
        this.backend = backend;
        this.threads = threads;
    }

    /**
     * Gives a layer the weights of a model's image encoder.
     *
     * @param to what a network has for a {@code ClipEncoderLayer} of the same architecture, frozen or not
     * @throws IllegalArgumentException if the layer lacks a parameter of the encoder or has another shape
     */
    public static void copyWeights(ClipModel from, Layer to) {
        Map<String, INDArray> table = to.paramTable();
        ParameterLayout layout = from.parameters().layout();
        for (ParameterLayout.Entry entry : FlatParameters.entries(from.config())) {
            INDArray target = table.get(FlatParameters.key(entry.name()));
            if (target == null || target.length() != entry.shape().size()) {
                throw new IllegalArgumentException("The layer has no parameter '" + entry.name() + "' of shape "
                        + entry.shape() + ", which the model's image encoder has");
            }
            float[] values = new float[Math.toIntExact(entry.shape().size())];
            from.parameterVector().read(layout.entry(entry.name()).offset(), values, 0, values.length);
            target.assign(Nd4j.createFromArray(values).reshape('c', target.shape()));
        }
    }

    /** The model whose encoder this is. */
    public ModelConfig config() {
        return parameters().config();
    }

    /** Asked for with every update of every parameter, so kept. */
    private FlatParameters parameters() {
        FlatParameters known = parameters;
        if (known == null) {
            known = new FlatParameters(ModelConfig.parse(modelConfig));
            parameters = known;
        }
        return known;
    }

    Backend open(ElementType type) {
        return Backend.named(backend, new BackendSettings(type, threads));
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray paramsView,
            boolean initializeParams,
            DataType type) {
        ImageTowerLayer layer = new ImageTowerLayer(conf, type);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(paramsView);
        layer.setParamTable(initializer().init(conf, paramsView, initializeParams));
        layer.setConf(conf);
        return layer;
    }

    @Override
    public ParamInitializer initializer() {
        return parameters();
    }

    @Override
    public InputType getOutputType(int index, InputType input) {
        return InputType.feedForward(config().embeddingSize());
    }

    @Override
    public void setNIn(InputType input, boolean override) {
        ModelConfig config = config();
        long wanted = config.imageLength();
        boolean isImage = input instanceof InputType.InputTypeConvolutional images
                && images.getFormat() == CNN2DFormat.NCHW
                && images.getHeight() == config.vision().size().height()
                && images.getWidth() == config.vision().size().width();
        if (input.arrayElementsPerExample() != wanted || (input.getType() == InputType.Type.CNN && !isImage)) {
            throw new IllegalArgumentException("A ClipEncoderLayer of image_size "
                    + config.vision().size() + " reads 3 channels first or " + wanted + " numbers, got " + input);
        }
    }

    @Override
    public @Nullable InputPreProcessor getPreProcessorForInputType(InputType input) {
        return input instanceof InputType.InputTypeConvolutionalFlat flat
                ? new FeedForwardToCnnPreProcessor(flat.getHeight(), flat.getWidth(), flat.getDepth())
                : null;
    }

    @Override
    public boolean isPretrainParam(String name) {
        return false;
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType input) {
        long parameters = initializer().numParams(this);
        return new LayerMemoryReport.Builder(getLayerName(), ClipEncoderLayer.class, input, getOutputType(-1, input))
                .standardMemory(parameters, getIUpdater().stateSize(parameters))
                .workingMemory(0, 0, 0, 0)
                .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
                .build();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClipEncoderLayer that
                && super.equals(other)
                && modelConfig.equals(that.modelConfig)
                && backend.equals(that.backend)
                && threads == that.threads;
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), modelConfig, backend, threads);
    }
}
