// Makes elements. Texts become text nodes, so nothing of what a flow says is ever read as HTML.

export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.startsWith('on')) {
      made.addEventListener(key.slice(2), value);
    } else if (key in made && key !== 'list') {
      made[key] = value;
    } else {
      made.setAttribute(key, value);
    }
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

const PICTURE = /^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+$/;

// A picture that came as bytes; a picture elsewhere is only named, so that no other server is asked.
export function picture(address) {
  if (PICTURE.test(address)) {
    return element('img', { src: address, alt: 'Image' });
  }
  return element('span', {}, `[image: ${address.slice(0, 200)}]`);
}

// The picture in a value of prompt flow, such as {"data:image/png;base64": "…"}; null if it is none.
export function pictureIn(value) {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    return null;
  }
  for (const [key, content] of Object.entries(value)) {
    const form = /^data:(image\/[\w.+*-]+);(base64|url)$/.exec(key);
    if (form && typeof content === 'string') {
      return picture(form[2] === 'url' ? content : `data:${form[1].replace('*', 'png')};base64,${content}`);
    }
  }
  return null;
}

export function clear(node) {
  node.replaceChildren();
  return node;
}
