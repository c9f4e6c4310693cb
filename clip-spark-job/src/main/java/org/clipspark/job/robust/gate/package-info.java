/** What a card must reach, and whether it does. Entry point: {@link org.clipspark.job.robust.gate.CardGate}. */
@NullMarked
package org.clipspark.job.robust.gate;

import org.jspecify.annotations.NullMarked;
