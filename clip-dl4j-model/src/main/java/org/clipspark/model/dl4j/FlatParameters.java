package org.clipspark.model.dl4j;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.ParameterLayout;
import org.clipspark.model.layer.ParameterSet;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The encoder's parameters in DL4J's flat vector: in the order of the layout, each row by row, under open_clip's names with
 * hyphens for underscores, by which DL4J's graphs tell layer and parameter apart.
 */
final class FlatParameters implements ParamInitializer {
    private final ModelConfig config;
    private final ParameterLayout layout;

    FlatParameters(ModelConfig config) {
        this.config = config;
        this.layout = ImageTower.layout(config);
    }

    ModelConfig config() {
        return config;
    }

    /** DL4J's key of a parameter. */
    static String key(String name) {
        return name.replace('_', '-');
    }

    @Override
    public long numParams(NeuralNetConfiguration conf) {
        return layout.size();
    }

    @Override
    public long numParams(Layer layer) {
        return layout.size();
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        return layout.entries().stream().map(entry -> key(entry.name())).toList();
    }

    @Override
    public List<String> weightKeys(Layer layer) {
        return paramKeys(layer).stream()
                .filter(key -> isWeightParam(layer, key))
                .toList();
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return paramKeys(layer).stream().filter(key -> isBiasParam(layer, key)).toList();
    }

    /** Whether weight decay is for it: matrices that are no positions. */
    @Override
    public boolean isWeightParam(Layer layer, String key) {
        return layout.entries().stream()
                .anyMatch(entry -> key(entry.name()).equals(key)
                        && entry.shape().rank() >= 2
                        && !key.endsWith("positional-embedding"));
    }

    @Override
    public boolean isBiasParam(Layer layer, String key) {
        return !isWeightParam(layer, key);
    }

    @Override
    public Map<String, INDArray> init(NeuralNetConfiguration conf, INDArray paramsView, boolean initializeParams) {
        if (initializeParams) {
            draw(conf.getSeed(), paramsView);
        }
        paramKeys(conf.getLayer()).forEach(conf::addVariable);
        return views(paramsView);
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray gradientView) {
        return views(gradientView);
    }

    private Map<String, INDArray> views(INDArray flat) {
        INDArray row = flat.reshape(flat.length());
        Map<String, INDArray> views = new LinkedHashMap<>();
        for (ParameterLayout.Entry entry : layout.entries()) {
            long end = entry.offset() + entry.shape().size();
            INDArray part = row.get(NDArrayIndex.interval(entry.offset(), end));
            views.put(key(entry.name()), part.reshape('c', entry.shape().toArray()));
        }
        return views;
    }

    private void draw(long seed, INDArray to) {
        try (Backend backend = Backend.named("nd4j", new BackendSettings(ElementType.FLOAT32, 1))) {
            ParameterSet drawn = new ImageTower(config, backend, 1).parameters();
            drawn.initialise(seed);
            ArrayTransfer.read(backend, drawn.values(), to);
        }
    }

    /** Names of the parameters in the order of the flat vector. */
    static List<ParameterLayout.Entry> entries(ModelConfig config) {
        return ImageTower.layout(config).entries();
    }
}
