/** Strict YAML to record trees, with overrides from the command line. Entry point: {@link org.clipspark.prep.config.StrictYaml}. */
@NullMarked
package org.clipspark.prep.config;

import org.jspecify.annotations.NullMarked;
