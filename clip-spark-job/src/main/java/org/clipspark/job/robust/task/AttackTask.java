package org.clipspark.job.robust.task;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.clipspark.image.ImageBounds;
import org.clipspark.image.ImageDecoder;
import org.clipspark.image.ImageOutcome;
import org.clipspark.image.RgbImage;
import org.clipspark.job.data.Sample;
import org.clipspark.job.data.ShardReader;
import org.clipspark.job.device.DeviceBinding;
import org.clipspark.job.embed.RowPlace;
import org.clipspark.job.robust.attack.AttackSamples;
import org.clipspark.job.robust.attack.AttackedImages;
import org.clipspark.job.robust.attack.ZeroShotTarget;
import org.clipspark.job.robust.card.Picture;
import org.clipspark.model.ClipModel;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.StepMemory;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.input.ImageTransform;
import org.clipspark.model.input.PixelSpace;
import org.clipspark.model.layer.Activations;

/** Attacks units one after another with a model that is loaded once. Used by one thread. */
final class AttackTask {
    private static final int EXAMPLES = 4;

    private final AttackPlan plan;
    private final ZeroShotTarget target;
    private final ImageTransform transform;
    private final ShardReader shards;
    private final ImageDecoder decoder = new ImageDecoder(ImageBounds.DEFAULT);

    private AttackTask(AttackPlan plan, ClipModel model, ShardReader shards) {
        this.plan = plan;
        this.target = new ZeroShotTarget(model, plan.classifier());
        this.transform = ImageTransform.evaluation(
                model.config().vision().size(), model.config().vision().patchSize());
        this.shards = shards;
    }

    /** What became of each unit, in their order. */
    static Iterator<AttackedUnit> run(AttackPlan plan, Configuration hadoop, Iterator<AttackUnit> units) {
        if (!units.hasNext()) {
            return List.<AttackedUnit>of().iterator();
        }
        int threads =
                DeviceBinding.threads(SparkEnv.get().conf(), TaskContext.get().cpus());
        try (Backend backend = Backend.named("onednn", new BackendSettings(ElementType.FLOAT32, threads))) {
            int chunk = Math.min(AttackUnit.SIZE, plan.rows().batchSize());
            ModelConfig config = plan.checkpoint().model();
            ClipModel model = ClipModel.create(config, backend, new StepMemory(chunk, 1, Activations.RECOMPUTED));
            plan.checkpoint().load(model, hadoop);
            AttackTask task =
                    new AttackTask(plan, model, ShardReader.open(plan.rows().shards(), List.of(), hadoop));
            List<AttackedUnit> attacked = new ArrayList<>();
            units.forEachRemaining(unit -> attacked.add(task.attack(unit)));
            return attacked.iterator();
        }
    }

    /** The images of a unit, as the transform gives them. */
    private final class Loaded {
        private final List<float[]> images = new ArrayList<>();
        private final List<Integer> labels = new ArrayList<>();
        private final List<Long> keys = new ArrayList<>();

        void add(Sample sample, RgbImage image, long key) {
            float[] values = new float[transform.length()];
            transform.apply(image, 0, values, 0);
            images.add(values);
            labels.add(sample.label()
                    .orElseThrow(() -> new IllegalArgumentException("Row " + sample.key()
                            + " has no class, which attacks need: leave them out or prepare the data with classes")));
            keys.add(key);
        }

        AttackSamples samples() {
            float[] all = new float[images.size() * transform.length()];
            for (int i = 0; i < images.size(); i++) {
                System.arraycopy(images.get(i), 0, all, i * transform.length(), transform.length());
            }
            return new AttackSamples(
                    target.pixels(),
                    target.pixels().toUnit(all),
                    labels.stream().mapToInt(Integer::intValue).toArray(),
                    keys.stream().mapToLong(Long::longValue).toArray());
        }
    }

    private AttackedUnit attack(AttackUnit unit) {
        Loaded loaded = load(unit);
        if (loaded.images.isEmpty()) {
            return AttackedUnit.NONE;
        }
        AttackedImages attacked = plan.attack().run(target, loaded.samples());
        return new AttackedUnit(
                attacked.result(), unit.number() == 0 ? examples(loaded, attacked.images()) : List.of());
    }

    private Loaded load(AttackUnit unit) {
        Loaded loaded = new Loaded();
        long rows = shards.rows(unit.split());
        Iterator<Sample> samples = shards.rows(unit.split(), unit.from(), unit.to());
        while (samples.hasNext()) {
            Sample sample = samples.next();
            // The same rows as those of embeddings: an image that cannot be decoded has none either.
            if (plan.rows().scope().keeps(sample.row(), rows)
                    && decoder.decode(sample.image()) instanceof ImageOutcome.Decoded decoded) {
                loaded.add(sample, decoded.image(), new RowPlace(unit.split(), sample.row()).seed(plan.seed()));
            }
        }
        return loaded;
    }

    private List<AttackedUnit.Example> examples(Loaded loaded, float[] attacked) {
        List<AttackedUnit.Example> examples = new ArrayList<>();
        for (int i = 0; i < Math.min(EXAMPLES, loaded.images.size()); i++) {
            examples.add(new AttackedUnit.Example(
                    Picture.address(raster(target.pixels().toUnit(loaded.images.get(i)), 0)),
                    Picture.address(raster(attacked, i))));
        }
        return examples;
    }

    /** One of several images in patch order, rounded to 8 bits. */
    private RgbImage raster(float[] unit, int image) {
        PixelSpace space = target.pixels();
        int height = space.size().height();
        int width = space.size().width();
        byte[] pixels = new byte[space.length()];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < RgbImage.CHANNELS; c++) {
                    float value = unit[image * space.length() + space.index(c, y, x)];
                    pixels[(y * width + x) * RgbImage.CHANNELS + c] = (byte) Math.round(255 * value);
                }
            }
        }
        return new RgbImage(width, height, pixels);
    }
}
