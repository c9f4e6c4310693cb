package org.clipspark.model;

import java.util.Optional;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.FloatVector;
import org.clipspark.model.compute.ParameterLayout;
import org.clipspark.model.compute.PlanningBackend;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.encoder.ImageEncoder;
import org.clipspark.model.encoder.TextEncoder;
import org.clipspark.model.encoder.TowerLock;
import org.clipspark.model.layer.Initial;
import org.clipspark.model.layer.Mode;
import org.clipspark.model.layer.ParameterSet;
import org.clipspark.model.loss.ContrastiveLoss;

/**
 * Two towers, a temperature and the memory of a step, on one backend. One thread uses a model at a time; the backend is
 * the caller's to close.
 */
public final class ClipModel {
    /** Name of the learnt logarithm of the temperature factor. */
    public static final String LOGIT_SCALE = "logit_scale";

    /** Name of the learnt bias on logits, of models that have one. */
    public static final String LOGIT_BIAS = "logit_bias";

    private final ModelConfig config;
    private final Backend backend;
    private final StepMemory memory;
    private final ParameterSet parameters;
    private final Arena arena;
    private final Towers towers;
    private Optional<ImageSlopes> slopes = Optional.empty();

    private ClipModel(ModelConfig config, Backend backend, StepMemory memory, long arenaElements) {
        this.config = config;
        this.backend = backend;
        this.memory = memory;
        this.parameters = declare(config).bind(backend);
        this.arena = new Arena(backend, arenaElements);
        this.towers = new Towers(config, backend, parameters, arena, memory.chunk());
        towers.keep(memory.activations());
    }

    /**
     * A model with all parameters zero and memory for steps of up to that many pairs.
     *
     * @param maximumBatch largest number of pairs, images or texts of one call, at least 1
     */
    public static ClipModel create(ModelConfig config, Backend backend, int maximumBatch) {
        return create(config, backend, StepMemory.whole(maximumBatch));
    }

    /** A model with all parameters zero and that memory. */
    public static ClipModel create(ModelConfig config, Backend backend, StepMemory memory) {
        return new ClipModel(config, backend, memory, ModelCost.arena(config, memory, backend));
    }

    /** A model without memory, whose calls only tell a planning backend what they would take. */
    static ClipModel planned(ModelConfig config, PlanningBackend planning, StepMemory memory) {
        return new ClipModel(config, planning, memory, Long.MAX_VALUE / 2);
    }

    /** Most elements of activations and temporaries that were in use at once. */
    long arenaPeak() {
        return arena.peak();
    }

    /** Names, shapes and places of all parameters, without allocating them. */
    public static ParameterLayout layoutOf(ModelConfig config) {
        return declare(config).bind(new PlanningBackend()).layout();
    }

    private static ParameterSet.Declarations declare(ModelConfig config) {
        ParameterSet.Declarations declarations = new ParameterSet.Declarations();
        TextEncoder.declare(declarations, config.textTower());
        ImageEncoder.declare(declarations, config.vision(), config.activation(), config.embeddingSize());
        declarations.add(LOGIT_SCALE, new Initial.Constant(config.firstLogitScale()));
        config.initialLogitBias().ifPresent(bias -> declarations.add(LOGIT_BIAS, new Initial.Constant(bias)));
        return declarations;
    }

    /** The architecture. */
    public ModelConfig config() {
        return config;
    }

    /** All parameters and gradients. */
    public ParameterSet parameters() {
        return parameters;
    }

    /** All parameters as one vector to average, send or save. */
    public FloatVector parameterVector() {
        return FloatVector.of(backend, parameters.values());
    }

    /** Running statistics of the model's batch normalisations, for averaging; without effect where there are none. */
    public RunningStatistics runningStatistics() {
        return runningStatistics(parameters.values());
    }

    /** Those in another vector of the model's layout, such as a moving average of it. */
    public RunningStatistics runningStatistics(Tensor values) {
        return new RunningStatistics(backend, parameters.layout(), values);
    }

    /** Draws all parameters as open_clip does; equal seeds give equal models. */
    public void initialise(long seed) {
        parameters.initialise(seed);
    }

    /**
     * From now on leaves the first layers of the towers as they are: their gradients stay zero and, as far as no layer
     * before them learns, are not computed.
     *
     * @throws IllegalArgumentException if a tower has fewer layer groups than are to be locked
     */
    public void lock(TowerLock image, TowerLock text) {
        towers.lock(image, text);
    }

    /** The learnt logarithm of the temperature factor. */
    public double logitScale() {
        return number(parameters.value(LOGIT_SCALE));
    }

    /** The learnt bias on logits; 0 for a model without one. */
    public double logitBias() {
        return hasLogitBias() ? number(parameters.value(LOGIT_BIAS)) : 0;
    }

    private boolean hasLogitBias() {
        return config.initialLogitBias().isPresent();
    }

    private double number(Tensor scalar) {
        double[] value = new double[1];
        backend.read(scalar, 0, value, 0, 1);
        return value[0];
    }

    /** Keeps the logarithm of the temperature factor within {@code [0, maximum]}; called after each update. */
    public void clampLogitScale(double maximum) {
        double[] value = {Math.max(0, Math.min(maximum, logitScale()))};
        backend.write(parameters.value(LOGIT_SCALE), 0, value, 0, 1);
    }

    /** Says what the random choices of the following steps depend on, such as which patches they leave out. */
    public void seedStep(long seed) {
        towers.seed(seed);
    }

    /** Sets all gradients to zero. */
    public void clearGradients() {
        backend.fill(parameters.gradients(), 0);
    }

    /**
     * Adds the gradients of the mean loss of a batch to the parameters' gradients.
     *
     * @param imageBatch {@code [B][imageLength]} in patch order, normalised
     * @param textBatch {@code [B][context]} token ids
     * @param batch {@code B}, from 2 to the largest batch
     * @return the loss
     * @throws IllegalArgumentException if the loss needs a bias on logits that the model does not have
     */
    public double gradients(float[] imageBatch, int[] textBatch, int batch, ContrastiveLoss loss) {
        checkBatch(batch, 1);
        loss.check(config.initialLogitBias());
        ContrastiveLoss.Logits logits = logits();
        return gradients(
                imageBatch,
                textBatch,
                batch,
                (images, texts, dImages, dTexts) ->
                        loss.gradients(backend, arena, images, texts, logits, dImages, dTexts));
    }

    /**
     * As {@link #gradients(float[], int[], int, ContrastiveLoss)}, for this replica's pairs of a batch that is spread over
     * replicas. The sum of all replicas' gradients is the gradient of the mean loss of the global batch; normalisations
     * over a batch see this replica's pairs only.
     *
     * @param batch from 0, where only others have pairs left, to the largest batch
     * @return the loss of the global batch, equal on all replicas
     * @throws IllegalArgumentException also if the global batch is empty or larger than there is memory for
     */
    public double gradients(float[] imageBatch, int[] textBatch, int batch, ContrastiveLoss loss, ReplicaSum replicas) {
        checkBatch(batch, 0);
        loss.check(config.initialLogitBias());
        GlobalBatch global = new GlobalBatch(backend, arena, memory, replicas, loss, logits());
        return batch == 0
                ? global.withoutRows(config.embeddingSize()).loss()
                : gradients(imageBatch, textBatch, batch, global);
    }

    private ContrastiveLoss.Logits logits() {
        return new ContrastiveLoss.Logits(Math.exp(logitScale()), logitBias());
    }

    private double gradients(float[] imageBatch, int[] textBatch, int batch, ContrastiveStep.Comparison comparison) {
        ContrastiveLoss.Result result = new ContrastiveStep(backend, arena, memory.chunk(), config.embeddingSize())
                .gradients(towers.images(imageBatch, Mode.TRAINING), towers.texts(textBatch), batch, comparison);
        addToScalar(parameters.gradient(LOGIT_SCALE), result.dLogitScale());
        if (hasLogitBias()) {
            addToScalar(parameters.gradient(LOGIT_BIAS), result.dLogitBias());
        }
        return result.loss();
    }

    private void addToScalar(Tensor scalar, double increase) {
        backend.write(scalar, 0, new double[] {number(scalar) + increase}, 0, 1);
    }

    private void checkBatch(int batch, int least) {
        if (batch < least || batch > memory.pairs()) {
            throw new IllegalArgumentException(
                    "This model has memory for batches of " + least + " to " + memory.pairs() + ", got " + batch);
        }
    }

    /**
     * Embeddings of images, rows of norm 1.
     *
     * @param imageBatch {@code [count][imageLength]}; any count, worked off in batches
     * @param count number of images
     * @return {@code [count, E]}
     */
    public float[] embedImages(float[] imageBatch, int count) {
        return embed(towers.images(imageBatch, Mode.EVALUATION), count);
    }

    /**
     * Embeddings of texts, rows of norm 1.
     *
     * @param textBatch {@code [count][context]} token ids; any count, worked off in batches
     * @param count number of texts
     * @return {@code [count, E]}
     */
    public float[] embedTexts(int[] textBatch, int count) {
        return embed(towers.texts(textBatch), count);
    }

    /**
     * How images would change a number that depends on their embeddings, {@code d objective / d images}, in evaluation
     * mode and through all layers, locked ones too. The parameters' gradients serve as scratch: they are zero afterwards.
     *
     * @param imageBatch {@code [count][imageLength]} in patch order, normalised; any count, worked off in batches
     * @param count number of images
     * @param objective asked once for each image, from the first on
     * @return {@code [count][imageLength]}, by the normalised values
     * @throws IllegalArgumentException if the images are not so many
     */
    public float[] imageGradients(float[] imageBatch, int count, EmbeddingObjective objective) {
        if (count < 0 || imageBatch.length < (long) count * config.imageLength()) {
            throw new IllegalArgumentException("Expected " + count + " images of " + config.imageLength()
                    + " numbers, got " + imageBatch.length + " numbers");
        }
        ImageSlopes used = slopes.orElseGet(() -> ImageSlopes.of(config, backend, parameters, arena, memory));
        slopes = Optional.of(used);
        return used.gradients(imageBatch, count, objective);
    }

    private float[] embed(ContrastiveStep.Tower tower, int count) {
        float[] embeddings = new float[count * config.embeddingSize()];
        for (int first = 0; first < count; first += memory.chunk()) {
            long mark = arena.mark();
            Tensor raw = tower.forward(first, Math.min(memory.chunk(), count - first));
            Tensor rows = arena.takeFloats(raw.shape());
            backend.l2Normalize(raw, rows, arena.takeFloats(raw.shape().dimension(0)));
            backend.read(rows, 0, embeddings, first * config.embeddingSize(), Math.toIntExact(rows.size()));
            arena.release(mark);
        }
        return embeddings;
    }
}
