package org.clipspark.model.layer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.ParameterLayout;
import org.clipspark.model.compute.Tensor;

/** All parameters of a model and their gradients, each in one flat vector, seen by name. */
public final class ParameterSet {
    private static final int BLOCK = 8192;

    private final Backend backend;
    private final ParameterLayout layout;
    private final Map<String, Initial> initials;
    private final Tensor values;
    private final Tensor gradients;
    private final boolean isLearning;

    private ParameterSet(
            Backend backend,
            ParameterLayout layout,
            Map<String, Initial> initials,
            Tensor values,
            Tensor gradients,
            boolean isLearning) {
        this.backend = backend;
        this.layout = layout;
        this.initials = initials;
        this.values = values;
        this.gradients = gradients;
        this.isLearning = isLearning;
    }

    /** Collects the parameters that layers declare. */
    public static final class Declarations {
        private final ParameterLayout.Builder layout = new ParameterLayout.Builder();
        private final Map<String, Initial> initials = new HashMap<>();

        /** Adds a parameter of that name and shape. */
        public Declarations add(String name, Initial initial, long... dimensions) {
            layout.add(name, dimensions);
            initials.put(name, initial);
            return this;
        }

        /** Adds a buffer of that name and shape: kept, averaged and saved like a parameter, but not trained. */
        public Declarations addBuffer(String name, Initial initial, long... dimensions) {
            layout.addBuffer(name, dimensions);
            initials.put(name, initial);
            return this;
        }

        /** Allocates all declared parameters, zeroed, and their gradients. */
        public ParameterSet bind(Backend backend) {
            ParameterLayout built = layout.build();
            return new ParameterSet(
                    backend,
                    built,
                    Map.copyOf(initials),
                    backend.allocate(built.size()),
                    backend.allocate(built.size()),
                    true);
        }
    }

    /**
     * The same parameters for layers whose passes back are asked for the gradient of their input alone: those of matrices
     * and kernels, which cost as much, are left out. Those of gains, shifts and positions come with the input's, and are
     * added as ever.
     */
    public ParameterSet fixed() {
        return new ParameterSet(backend, layout, initials, values, gradients, false);
    }

    /** Names, shapes and places. */
    public ParameterLayout layout() {
        return layout;
    }

    /** The flat vector of all values. */
    public Tensor values() {
        return values;
    }

    /** The flat vector of all gradients; those of buffers stay 0. */
    public Tensor gradients() {
        return gradients;
    }

    /** One parameter. */
    public Parameter parameter(String name) {
        return new Parameter(value(name), gradient(name), isLearning);
    }

    /** The values of one parameter. */
    public Tensor value(String name) {
        ParameterLayout.Entry entry = layout.entry(name);
        return backend.view(values, entry.offset(), entry.shape());
    }

    /** The gradient of one parameter. */
    public Tensor gradient(String name) {
        ParameterLayout.Entry entry = layout.entry(name);
        return backend.view(gradients, entry.offset(), entry.shape());
    }

    /** Draws every parameter anew; each from a stream of its own, so that no draw depends on the others' number. */
    public void initialise(long seed) {
        List<ParameterLayout.Entry> entries = new ArrayList<>(layout.entries());
        float[] block = new float[BLOCK];
        for (ParameterLayout.Entry entry : entries) {
            Initial initial = initials.getOrDefault(entry.name(), Initial.ZERO);
            SplittableRandom random = new SplittableRandom(seed ^ hash(entry.name()));
            for (long done = 0; done < entry.shape().size(); done += BLOCK) {
                int count = (int) Math.min(BLOCK, entry.shape().size() - done);
                for (int i = 0; i < count; i++) {
                    block[i] = initial.draw(random, done + i);
                }
                backend.write(values, entry.offset() + done, block, 0, count);
            }
        }
    }

    /** FNV-1a of the UTF-8 bytes. */
    private static long hash(String name) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }
}
