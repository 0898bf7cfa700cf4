// Where the browser reads codes itself, a phone's camera takes the hand scanner's place.
(() => {
  "use strict";

  const button = document.getElementById("camera");
  const picture = document.getElementById("camera-picture");
  const field = document.getElementById("code");
  const can = "BarcodeDetector" in window && navigator.mediaDevices;
  if (!button || !can) return;

  const words = button.textContent;
  let stream = null;

  const stop = () => {
    for (const track of stream ? stream.getTracks() : []) track.stop();
    stream = null;
    picture.hidden = true;
    button.textContent = words;
  };

  const look = async (detector) => {
    if (!stream) return;
    const found = await detector.detect(picture).catch(() => []);
    if (!stream) return;
    if (found.length) {
      field.value = found[0].rawValue;
      stop();
      field.form.requestSubmit();
      return;
    }
    window.setTimeout(() => look(detector), 150);
  };

  const start = async () => {
    try {
      stream = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: "environment" },
      });
      picture.srcObject = stream;
      picture.hidden = false;
      button.textContent = button.dataset.stop;
      await picture.play();
      await look(new window.BarcodeDetector());
    } catch {
      // No camera, or not allowed: the field is there.
      stop();
      button.hidden = true;
    }
  };

  button.hidden = false;
  button.addEventListener("click", () => (stream ? stop() : start()));
})();
